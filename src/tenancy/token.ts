import type { Instant } from "../instant.ts";
import type { Actor, ActorReference } from "./actor.ts";
import type { Kept } from "./sponsor.ts";

/** A bearer token for a program: whom it stands for and until when. Does not include the secret. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly actor: Actor;
  /** The end of the token, or null if it has none. */
  readonly expiresAt: Instant | null;
  readonly createdAt: Instant;
  readonly createdBy: ActorReference;
  /** Set if it was kept when its maker lost the right to it. */
  readonly kept?: Kept;
}
