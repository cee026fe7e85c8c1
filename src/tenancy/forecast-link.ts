import type { Instant } from "../instant.ts";
import type { ActorReference } from "./actor.ts";

/** A private link to an organization's forecast as a calendar. Does not include the secret of the link. */
export interface ForecastLink {
  readonly id: string;
  readonly organizationId: string;
  readonly createdAt: Instant;
  readonly createdBy: ActorReference;
}
