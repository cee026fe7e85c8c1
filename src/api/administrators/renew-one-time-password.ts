import { AdministratorCreated } from "../../contract/administrator.ts";
import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { deleteSessionsOf } from "../../store/tables/session-table.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { notAllowed, notFound } from "../refusals.ts";
import { hashPassword, makeOneTimePassword } from "../sessions/password-hash.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";
import { findReachedAdministrator } from "./find-reached-administrator.ts";

export const renewOneTimePassword = endpoint({
  method: "POST",
  path: "/v1/administrators/:id/one-time-password",
  summary: "Give somebody who forgot the password a new one for one time; all sessions end",
  params: IdParams,
  answer: AdministratorCreated,
  showsSecret: true,
  handle: async ({ actor, reply, params: { id } }, context) => {
    if (!may(actor, "manage_administrators")) return notAllowed("renew one-time passwords");
    reply.header("cache-control", "no-store");
    const oneTimePassword = makeOneTimePassword();
    const password = { hash: await hashPassword(oneTimePassword), isOneTime: true };
    return change(context, actor, async (transaction) => {
      const found = await findReachedAdministrator(transaction.database, actor, id);
      if (!found) return notFound("administrator");
      const action = "renew_one_time_password";
      await transaction.recordPassword({ id, action, before: found, after: found }, password);
      await deleteSessionsOf(transaction.database, id);
      return ok({ ...toAdministratorAnswer(found), oneTimePassword });
    });
  },
});
