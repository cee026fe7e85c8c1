import { findVisibleUser } from "../../commands/users/find-visible-user.ts";
import { IdParams } from "../../contract/fields.ts";
import { UserAnswer, UserPatch } from "../../contract/user.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
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
  handle: async ({ actor, params: { id }, body }, context) =>
    change(context, actor, async (transaction) => {
      const found = await findVisibleUser(transaction.database, actor, id);
      if (!found) return notFound("user");
      if (!may(actor, "manage_users")) return notAllowed("change users");
      const before = found.user;
      const after = {
        ...before,
        displayName: body.displayName ?? before.displayName,
        email: body.email ?? before.email,
      };
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        await transaction.record({ subject: "user", id, action: "change_user", before, after });
      }
      return ok(toUserAnswer(after));
    }),
});
