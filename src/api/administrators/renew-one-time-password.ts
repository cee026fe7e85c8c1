import { findReachedAdministrator } from "../../commands/people/find-reached-administrator.ts";
import { permit } from "../../commands/perform.ts";
import { AdministratorCreated } from "../../contract/administrator.ts";
import { IdParams } from "../../contract/fields.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { makeOneTimePassword, type PasswordContext } from "../sessions/password-hash.ts";
import { hashInTurn } from "../shares/hashing.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";

export const renewOneTimePassword = endpoint({
  method: "POST",
  path: "/v1/administrators/:id/one-time-password",
  summary: "Give somebody who forgot the password a new one for one time; all sessions end",
  params: IdParams,
  answer: AdministratorCreated,
  showsSecret: true,
  handle: async ({ actor, reply, params: { id } }, context: PasswordContext) => {
    const permitted = permit(actor, "renew_one_time_password");
    if (!permitted.ok) return permitted;
    // A hash costs processor time, so what can be refused is refused before it.
    const reached = await findReachedAdministrator(context.store.database, actor, id);
    if (!reached) return notFound("administrator");
    reply.header("cache-control", "no-store");
    const oneTimePassword = makeOneTimePassword();
    const hashed = await hashInTurn(context, reply.request, () => context.passwords.hash(oneTimePassword));
    if (!hashed.ok) return hashed;
    const command = { kind: "renew_one_time_password", id, passwordHash: hashed.value } as const;
    return perform(context, actor, command, (found) => ({
      ...toAdministratorAnswer(found),
      oneTimePassword,
    }));
  },
});
