import { findVisibleUser } from "../../commands/users/find-visible-user.ts";
import { IdParams } from "../../contract/fields.ts";
import { UserAnswer } from "../../contract/user.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { toUserAnswer } from "./user-answer.ts";

export const getUser = endpoint({
  method: "GET",
  path: "/v1/users/:id",
  summary: "One user",
  params: IdParams,
  entity: "user",
  answer: UserAnswer,
  handle: async ({ actor, params }, context) => {
    const found = await findVisibleUser(context.store.database, actor, params.id);
    return found ? ok(toUserAnswer(found.user)) : notFound("user");
  },
});
