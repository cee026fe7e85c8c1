import type { ActorReference } from "./actor.ts";

/**
 * A decision to keep what a person or token had granted, although its own rights no longer reach that far. `sponsor` is
 * who made the decision, and from then on the sponsor of the grant.
 */
export interface Kept {
  readonly sponsor: ActorReference;
  readonly reason: string;
}

/** Something that lets others in: a token, a link to a forecast. `createdBy` made it. */
interface Grantable {
  readonly createdBy: ActorReference;
  readonly kept?: Kept;
}

/** The sponsor of a grant: the person or token whose present rights it never exceeds; its maker, unless it was kept. */
export function sponsorOf({ createdBy, kept }: Grantable): ActorReference {
  return kept?.sponsor ?? createdBy;
}
