import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import { SessionProof, SessionProved } from "../../contract/second-factor.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { noteProof } from "../../store/tables/session-table.ts";
import { provedUntil, type Session } from "../../tenancy/session.ts";
import { endpoint } from "../endpoint.ts";
import type { SignInContext } from "../sessions/begin-attempt.ts";
import { failed } from "../sessions/check-password.ts";
import { checkPasskey, forgetPasskeyAttempt } from "./check-passkey.ts";
import { findOwner, type Owner, proveOwner } from "./prove-owner.ts";

export const proveSession = endpoint({
  method: "POST",
  path: "/v1/me/proof",
  summary: "Prove again who one is, in a session, before a call that gives or takes away access",
  body: SessionProof,
  provesOwner: true,
  answer: SessionProved,
  handle: async ({ session, reply, body, now }, context: SignInContext) => {
    const owner = await proveBy(context, { session, reply }, body);
    if (!owner.ok) return owner;
    await noteProof(context.store.database, owner.value.sessionId, now);
    return ok({ provedUntil: provedUntil({ provedAt: now }) });
  },
});

/**
 * The owner of a session, by the proof that was sent. Refuses as {@link proveOwner} does, and `passkey_invalid` for a
 * passkey that is not the owner's.
 */
async function proveBy(
  context: SignInContext,
  asked: { readonly session: Session | null; readonly reply: FastifyReply },
  { credential, ...proof }: z.output<typeof SessionProof>,
): Promise<Result<Owner, Refusal>> {
  if (credential === undefined) return proveOwner(context, asked, proof);
  const owner = await findOwner(context, asked.session);
  if (!owner.ok) return owner;
  const signed = credential as unknown as AuthenticationResponseJSON;
  const account = await checkPasskey(context, asked.reply, signed);
  if (!account.ok) return account.error.code === "sign_in_failed" ? err(NOT_YOURS) : account;
  if (account.value.administrator.id !== owner.value.administrator.id) {
    return failed(asked.reply, account.value, "wrong_passkey", err(NOT_YOURS));
  }
  forgetPasskeyAttempt(context, asked.reply);
  return owner;
}

const NOT_YOURS = refuse(
  "passkey_invalid",
  "This passkey is not one of yours, or took longer than ten minutes; try again, or use your password.",
);
