import type { FastifyReply } from "fastify";
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
import { makePassword, type NewPassword } from "./make-password.ts";

export const renewOneTimePassword = endpoint({
  method: "POST",
  path: "/v1/administrators/:id/one-time-password",
  summary: "Give somebody who forgot the password a new one for one time, and a link; all sessions end",
  params: IdParams,
  answer: AdministratorCreated,
  showsSecret: true,
  asksForProof: true,
  handle: (call, context: PasswordContext) =>
    renew(context, call, "renew_one_time_password", ({ oneTimePassword, endsAt, link }) => {
      return { oneTimePassword, oneTimePasswordEndsAt: endsAt, invitationLink: link };
    }),
});

export const makeRecoveryLink = endpoint({
  method: "POST",
  path: "/v1/administrators/:id/recovery-link",
  summary:
    "Make a link for somebody who forgot the password, to set another once; it is shown once, and all sessions end",
  params: IdParams,
  answer: RecoveryLinkCreated,
  showsSecret: true,
  asksForProof: true,
  handle: (call, context: PasswordContext) =>
    renew(context, call, "make_recovery_link", ({ endsAt, link }) => {
      return { recoveryLink: link, recoveryLinkEndsAt: endsAt };
    }),
});

interface RenewCall {
  readonly actor: Actor;
  readonly reply: FastifyReply;
  readonly params: { readonly id: string };
}

/** Gives an administrator another one-time password with a link, and answers with the part of them that is to be shown. */
async function renew<Shown extends object>(
  context: PasswordContext,
  { actor, reply, params: { id } }: RenewCall,
  kind: "renew_one_time_password" | "make_recovery_link",
  show: (made: NewPassword) => Shown,
) {
  const allowed = await mayRenew(context, actor, id);
  if (!allowed.ok) return allowed;
  const password = await makePassword(context, reply);
  if (!password.ok) return password;
  const command = { kind, id, ...password.value.made };
  return perform(context, actor, command, async (found, database) => {
    return { ...(await toAdministratorAnswer(found, database)), ...show(password.value) };
  });
}

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
