import type { Me } from "./data/me.ts";

/**
 * The address that is opened, as a loader receives it. A loader stands beside its page and loads what the page shows
 * first. If the server refuses what the path names, the page fails (`FailedPage`); if it refuses what the search asks
 * for, the page shows that beside its fields.
 */
export interface Visit {
  readonly context: { readonly me: Me };
  readonly location: { readonly search: object };
}

/** The address of one customer's page. */
export interface CustomerVisit extends Visit {
  readonly params: { readonly organizationId: string };
}

/** The address of one partner's page. */
export interface PartnerVisit extends Visit {
  readonly params: { readonly partnerId: string };
}
