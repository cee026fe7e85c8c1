import type adoption from "../messages/en/adoption.json";
import type audit from "../messages/en/audit.json";
import type charts from "../messages/en/charts.json";
import type computers from "../messages/en/computers.json";
import type connect from "../messages/en/connect.json";
import type customer from "../messages/en/customer.json";
import type customers from "../messages/en/customers.json";
import type explain from "../messages/en/explain.json";
import type find from "../messages/en/find.json";
import type frame from "../messages/en/frame.json";
import type guide from "../messages/en/guide.json";
import type people from "../messages/en/people.json";
import type problem from "../messages/en/problem.json";
import type reason from "../messages/en/reason.json";
import type releases from "../messages/en/releases.json";
import type schedule from "../messages/en/schedule.json";
import type scope from "../messages/en/scope.json";
import type settings from "../messages/en/settings.json";
import type signIn from "../messages/en/sign-in.json";
import type users from "../messages/en/users.json";

type Texts = typeof adoption &
  typeof audit &
  typeof charts &
  typeof computers &
  typeof connect &
  typeof customer &
  typeof customers &
  typeof explain &
  typeof find &
  typeof frame &
  typeof guide &
  typeof people &
  typeof problem &
  typeof reason &
  typeof releases &
  typeof schedule &
  typeof scope &
  typeof settings &
  typeof signIn &
  typeof users;

/** The id of every message; an unknown id does not compile. */
export type MessageId = keyof Texts;

declare global {
  namespace FormatjsIntl {
    interface Message {
      ids: MessageId;
    }
  }
}
