import { FormattedMessage } from "react-intl";
import { levelOf, type Role } from "../../tenancy/actor.ts";

interface Reach {
  readonly role: Role;
  readonly organizationIds?: readonly string[] | undefined;
}

/** For which customers a partner role holds; nothing for the roles of other levels. */
export function ReachText({ of: { role, organizationIds } }: { of: Reach }) {
  if (levelOf(role) !== "partner") return null;
  if (organizationIds === undefined) return <FormattedMessage id="people.reach.all" />;
  return <FormattedMessage id="people.reach.some" values={{ count: organizationIds.length }} />;
}
