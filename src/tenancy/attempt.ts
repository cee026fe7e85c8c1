import type { Instant } from "../instant.ts";
import type { Actor } from "./actor.ts";

/** A try to change something: by whom, and at which instant it would be in force. */
export interface Attempt {
  readonly actor: Actor;
  readonly at: Instant;
}
