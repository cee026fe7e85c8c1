import type { Instant } from "../instant.ts";
import type { Actor, ActorReference } from "./actor.ts";

/** A bearer token for a program: whom it stands for and until when. Does not include the secret. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly actor: Actor;
  /** The end of the token, or null if it has none. */
  readonly expiresAt: Instant | null;
  readonly createdAt: Instant;
  readonly createdBy: ActorReference;
}
