import type { Instant } from "../instant.ts";
import { type Refusal, refuse } from "../result.ts";
import { isProved, type Session } from "../tenancy/session.ts";

/**
 * The refusal for a session whose person has to prove again who it is, or null. A stolen session alone does nothing that
 * asks for it after the first ten minutes. A token is no session: it is refused nothing here.
 */
export function refuseUnproved(session: Session | null, now: Instant): Refusal | null {
  if (session === null || isProved(session, now)) return null;
  return session.administratorId === null ? SIGN_IN_AGAIN_NEEDED : PROOF_NEEDED;
}

/** What is looked at of a call that may name what to keep, in its query or its body. */
interface KeepingCall {
  readonly session: Session | null;
  readonly now: Instant;
  readonly query: unknown;
  readonly body: unknown;
}

/** The same of a call that asks for a proof only where it names what to keep; null for one that keeps nothing. */
export function refuseUnprovedKeeping({ session, now, query, body }: KeepingCall): Refusal | null {
  return [query, body].some(namesWhatToKeep) ? refuseUnproved(session, now) : null;
}

function namesWhatToKeep(said: unknown): boolean {
  return typeof said === "object" && said !== null && "keep" in said && said.keep !== undefined;
}

const PROOF_NEEDED = refuse(
  "proof_needed",
  "This gives or takes away access, so prove that it is you: send your password, a code or a passkey to POST /v1/me/proof, and the call again within ten minutes. On the command line: sluice login, then the command again.",
);
const SIGN_IN_AGAIN_NEEDED = refuse(
  "sign_in_again_needed",
  "This gives or takes away access, and your sign-in is older than ten minutes; sign in again with your identity provider, and send the call again.",
);
