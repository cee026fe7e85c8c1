import { findReachedAdministrator } from "../../commands/people/find-reached-administrator.ts";
import { refuseOwnAccount } from "../../commands/people/refuse-own-account.ts";
import { permit } from "../../commands/perform.ts";
import { AdministratorCreated, RecoveryLinkCreated } from "../../contract/administrator.ts";
import { IdParams } from "../../contract/fields.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { perform } from "../change.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import type { PasswordContext } from "../sessions/password-hash.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";
import { makePassword } from "./make-password.ts";

export const renewOneTimePassword = endpoint({
  method: "POST",
  path: "/v1/administrators/:id/one-time-password",
  summary: "Give somebody who forgot the password a new one for one time, and a link; all sessions end",
  params: IdParams,
  answer: AdministratorCreated,
  showsSecret: true,
  handle: async ({ actor, reply, params: { id } }, context: PasswordContext) => {
    const allowed = await mayRenew(context, actor, id);
    if (!allowed.ok) return allowed;
    const password = await makePassword(context, reply);
    if (!password.ok) return password;
    const { made, oneTimePassword, endsAt, link } = password.value;
    const command = { kind: "renew_one_time_password", id, ...made } as const;
    return perform(context, actor, command, async (found, database) => ({
      ...(await toAdministratorAnswer(found, database)),
      oneTimePassword,
      oneTimePasswordEndsAt: endsAt,
      invitationLink: link,
    }));
  },
});

export const makeRecoveryLink = endpoint({
  method: "POST",
  path: "/v1/administrators/:id/recovery-link",
  summary:
    "Make a link for somebody who forgot the password, to set another once; it is shown once, and all sessions end",
  params: IdParams,
  answer: RecoveryLinkCreated,
  showsSecret: true,
  handle: async ({ actor, reply, params: { id } }, context: PasswordContext) => {
    const allowed = await mayRenew(context, actor, id);
    if (!allowed.ok) return allowed;
    const password = await makePassword(context, reply);
    if (!password.ok) return password;
    const { made, endsAt, link } = password.value;
    const command = { kind: "make_recovery_link", id, ...made } as const;
    return perform(context, actor, command, async (found, database) => ({
      ...(await toAdministratorAnswer(found, database)),
      recoveryLink: link,
      recoveryLinkEndsAt: endsAt,
    }));
  },
});

/** Refuses before a password is hashed, which costs processor time, what the change would refuse. */
async function mayRenew({ store, now }: Context, actor: Actor, id: string): Promise<Result<true, Refusal>> {
  const permitted = permit(actor, "renew_one_time_password");
  if (!permitted.ok) return permitted;
  const reached = await findReachedAdministrator(store.database, actor, id);
  if (!reached) return notFound("administrator");
  const account = { id, instead: "change your password with PUT /v1/me/password" };
  const other = await refuseOwnAccount(store.database, actor, account, now());
  return other.ok ? ok(true) : other;
}
