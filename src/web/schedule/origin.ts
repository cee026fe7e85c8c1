import type { GoverningCode } from "../../policy/resolve.ts";

/** What decides a customer's schedule, as the page tells it. */
export type Origin = GoverningCode | "partners_agree";

/**
 * What decides a customer's schedule. Several partners that set the same (R10) may have set it for all their customers or
 * for this one, each in its own way, so that of them it is only told that they agree.
 */
export function originOf({
  code,
  partnerIds,
}: {
  readonly code: GoverningCode;
  readonly partnerIds: readonly string[];
}): Origin {
  const isOfPartners = code === "partner_default" || code === "partner_organization_schedule";
  return isOfPartners && partnerIds.length > 1 ? "partners_agree" : code;
}
