import type { Instant } from "../instant.ts";
import type { Actor } from "./actor.ts";
import type { Kept } from "./sponsor.ts";

/** A person who signs in, with a role and its scope. Does not include the password. */
export interface Administrator extends Actor {
  /** As it was entered; unique regardless of case. */
  readonly email: string;
  readonly createdAt: Instant;
  /** When the account was disabled, or null if it may sign in. */
  readonly disabledAt: Instant | null;
  /** Set if the one-time password was kept when the person who gave it lost the right to. */
  readonly kept?: Kept;
}

/** The form in which e-mail addresses are compared. */
export function emailKey(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}
