import { type Instant, toInstant } from "../instant.ts";
import type { Actor } from "./actor.ts";

/** A session ends after 8 hours without use, and 7 days after it began in any case. */
export const SESSION_IDLE_MS = 8 * 3_600_000;
export const SESSION_LONGEST_MS = 7 * 86_400_000;
/** A session from an identity provider ends after 12 hours, so that a role removed there ends here too. */
export const PROVIDED_SESSION_LONGEST_MS = 12 * 3_600_000;
/** The last use is stored at most this often, so an idle session may end this much earlier. */
export const SESSION_NOTE_MS = 5 * 60_000;

/** For how long after a sign-in, or after a password, code or passkey was given again, a session may do what asks for a proof. */
const PROOF_MS = 10 * 60_000;

/** A signed-in person. Does not include the secret of the session. */
export interface Session {
  readonly id: string;
  readonly actor: Actor;
  /** The local account, whose password can be changed, or null if the person comes from an identity provider. */
  readonly administratorId: string | null;
  /** Whether the password is a one-time password, which must be changed before anything else. */
  readonly passwordChangeNeeded: boolean;
  /** Whether the account has a second factor; false of a person of an identity provider. */
  readonly hasSecondFactor: boolean;
  /** The network that it was opened from, such as `203.0.113.0/24`, or null if no server has noted it. */
  readonly network: string | null;
  /** The User-Agent of the client. */
  readonly userAgent: string;
  readonly createdAt: Instant;
  /** When its person last proved who it is: at the sign-in, or later with a password, a code or a passkey. */
  readonly provedAt: Instant;
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
}

/** Until when a session holds if it is not used any more. */
export function sessionEndsAt({ lastUsedAt, expiresAt }: Pick<Session, "lastUsedAt" | "expiresAt">): Instant {
  return toInstant(Math.min(lastUsedAt + SESSION_IDLE_MS, expiresAt));
}

/**
 * Whether a session may do what asks for a proof. One that lies further ahead than a proof holds was noted by a clock that
 * was wrong, and counts as none.
 */
export function isProved({ provedAt }: Pick<Session, "provedAt">, now: Instant): boolean {
  return Math.abs(now - provedAt) < PROOF_MS;
}

/** Until when a session may do what asks for a proof. */
export function provedUntil({ provedAt }: Pick<Session, "provedAt">): Instant {
  return toInstant(provedAt + PROOF_MS);
}
