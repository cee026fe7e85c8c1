import type { Instant } from "../instant.ts";
import type { Actor, ActorReference } from "./actor.ts";

/** A bearer token for a program: whom it stands for and until when. The secret itself is nowhere in it. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly actor: Actor;
  /** Null: no end. */
  readonly expiresAt: Instant | null;
  readonly createdAt: Instant;
  readonly createdBy: ActorReference;
}
