import type { Instant } from "../instant.ts";
import type { Actor } from "./actor.ts";

/** A person who signs in: who it is, and where in the tree the role holds. The password is nowhere in it. */
export interface Administrator extends Actor {
  /** As it was written; unique, whatever its case. */
  readonly email: string;
  readonly createdAt: Instant;
  /** Set: may not sign in. */
  readonly disabledAt: Instant | null;
}

/** The form in which e-mail addresses are compared. */
export function emailKey(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}
