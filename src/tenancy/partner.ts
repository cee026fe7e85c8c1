import type { Instant } from "../instant.ts";

/** R13: the toggle that must be on for a partner to configure release management. */
export const RELEASE_MANAGEMENT_FEATURE = "atlas-webex-release-management";
export const PARTNER_FEATURES = [RELEASE_MANAGEMENT_FEATURE] as const;
export type PartnerFeature = (typeof PARTNER_FEATURES)[number];

/** A service provider that manages customer organizations. */
export interface Partner {
  readonly id: string;
  readonly name: string;
  /** What is switched on for it; R13's toggle is on unless taken away. */
  readonly features: readonly PartnerFeature[];
  readonly createdAt: Instant;
}

export function hasReleaseManagement(partner: Pick<Partner, "features">): boolean {
  return partner.features.includes(RELEASE_MANAGEMENT_FEATURE);
}
