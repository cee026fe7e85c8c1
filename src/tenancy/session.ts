import { type Instant, toInstant } from "../instant.ts";
import type { Actor } from "./actor.ts";

/** A session ends when nobody has used it for 8 hours, and 7 days after it began in any case. */
export const SESSION_IDLE_MS = 8 * 3_600_000;
export const SESSION_LONGEST_MS = 7 * 86_400_000;
/** Who comes from an identity provider comes anew after 12 hours, so that a role taken away there ends here. */
export const PROVIDED_SESSION_LONGEST_MS = 12 * 3_600_000;
/** That it is in use is written down at most this often; it may end so much sooner for want of use. */
export const SESSION_NOTE_MS = 5 * 60_000;

/** Somebody who is signed in. The secret itself is nowhere in it. */
export interface Session {
  readonly id: string;
  readonly actor: Actor;
  /** Whether the person has a password here; null who comes from an identity provider. */
  readonly administratorId: string | null;
  /** The password is the one-time one: it must be changed before anything else. */
  readonly passwordChangeNeeded: boolean;
  /** What the client says it is. */
  readonly userAgent: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
}

/** Until when a session holds if it is not used any more. */
export function sessionEndsAt({ lastUsedAt, expiresAt }: Pick<Session, "lastUsedAt" | "expiresAt">): Instant {
  return toInstant(Math.min(lastUsedAt + SESSION_IDLE_MS, expiresAt));
}
