import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { FastifyReply } from "fastify";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { findAccount, type StoredAccount } from "../../store/tables/administrator-table.ts";
import { takeFactorChallenge } from "../../store/tables/factor-challenge-table.ts";
import { findPasskey, notePasskeyUse } from "../../store/tables/second-factor-table.ts";
import { hashSecret } from "../authenticate.ts";
import { beginAttempt, type SignInContext } from "../sessions/begin-attempt.ts";
import { failed } from "../sessions/check-password.ts";
import { challengeIn, readPasskeySignature, relyingParty } from "./passkeys.ts";

/** Circumstances of an attempt at no account in particular: a passkey names its own. */
export const NOBODYS = { isNobodys: true };

/**
 * The account whose passkey signed a challenge of this server, which is then used up. Refuses `sign_in_failed`, and
 * `too_many_attempts` with `Retry-After`.
 */
export async function checkPasskey(
  context: SignInContext,
  reply: FastifyReply,
  signed: AuthenticationResponseJSON,
): Promise<Result<StoredAccount, Refusal>> {
  const begun = beginAttempt(context, reply, "passkeys", NOBODYS);
  if (!begun.ok) return failed(reply, null, "throttled", begun);
  const { database } = context.store;
  const now = context.now();
  const challenge = challengeIn(signed.response.clientDataJSON);
  const asked = { hash: hashSecret(challenge ?? ""), purpose: "sign_in", sessionId: null } as const;
  const taken = challenge === null ? null : await takeFactorChallenge(database, asked, now);
  const passkey = await findPasskey(database, signed.id);
  if (challenge === null || taken === null || passkey?.kind !== "passkey") {
    return failed(reply, null, "wrong_passkey", PASSKEY_REFUSED);
  }
  const account = await findAccount(database, passkey.administratorId);
  const party = relyingParty(context.config, reply.request);
  const signatures = await readPasskeySignature(party, challenge, signed, passkey.key);
  const isUsed = signatures !== null && (await notePasskeyUse(database, passkey.id, signatures, now));
  return account && isUsed ? ok(account) : failed(reply, account, "wrong_passkey", PASSKEY_REFUSED);
}

/** No longer counts an attempt that ended well, nor that it was begun. */
export function forgetPasskeyAttempt(context: SignInContext, reply: FastifyReply): void {
  for (const counted of [context.attempts, context.challenges]) {
    counted.succeed("passkeys", reply.request.ip, NOBODYS);
  }
}

export const PASSKEY_REFUSED = err(
  refuse(
    "sign_in_failed",
    "This passkey signs nobody in here, or took longer than ten minutes; try again, or use your password.",
  ),
);
