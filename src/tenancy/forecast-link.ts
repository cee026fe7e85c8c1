import type { Instant } from "../instant.ts";
import type { ActorReference } from "./actor.ts";
import type { Kept } from "./sponsor.ts";

/** A private link to an organization's forecast as a calendar. Does not include the secret of the link. */
export interface ForecastLink {
  readonly id: string;
  readonly organizationId: string;
  readonly createdAt: Instant;
  readonly createdBy: ActorReference;
  /** Set if it was kept when its maker lost the right to it. */
  readonly kept?: Kept;
}
