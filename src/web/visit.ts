import type { Me } from "./data/me.ts";

/**
 * What a loader knows about the address that is opened. The loader of a page, beside the page, loads what the page shows
 * first. What the path names must be there, or the page fails; of what the search asks for, the page itself shows a
 * refusal, beside the fields that asked.
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
