import { randomUUID } from "node:crypto";
import { IdParams } from "../../contract/fields.ts";
import { UserAnswer, UserBody } from "../../contract/user.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toUserAnswer } from "./user-answer.ts";

export const createUser = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/users",
  summary: "Enter a user of an organization",
  params: IdParams,
  body: UserBody,
  answer: UserAnswer,
  makes: "user",
  status: 201,
  handle: ({ actor, params: { id: organizationId }, body }, context) => {
    const command = { kind: "create_user", id: randomUUID(), organizationId, ...body } as const;
    return perform(context, actor, command, toUserAnswer);
  },
});
