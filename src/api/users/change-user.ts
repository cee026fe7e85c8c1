import { IdParams } from "../../contract/fields.ts";
import { UserAnswer, UserPatch } from "../../contract/user.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toUserAnswer } from "./user-answer.ts";

export const changeUser = endpoint({
  method: "PATCH",
  path: "/v1/users/:id",
  summary: "Change a user's name or address",
  params: IdParams,
  entity: "user",
  body: UserPatch,
  answer: UserAnswer,
  handle: ({ actor, params: { id }, body }, context) =>
    perform(context, actor, { kind: "change_user", id, ...body }, toUserAnswer),
});
