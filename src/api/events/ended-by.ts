import { actorChangeOf, servingPartnersOf } from "../../ledger/about.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { hasSameRights } from "../../tenancy/present-rights.ts";
import type { Identity } from "../authenticate.ts";

/** Whether an entry of the ledger can take rights from anybody: it is about an actor, or a partner stops serving. */
export function mayTakeRights(entry: LedgerEntry): boolean {
  return actorChangeOf(entry) !== null || isPartnerLeaving(entry);
}

/**
 * Whether an entry of the ledger takes rights from a caller, or may: its own account or token, one of its token's
 * sponsors, or a partner that no longer serves its organization. A caller that still has them signs in again.
 */
export function endsWith({ actor, sponsorIds }: Identity, entry: LedgerEntry): boolean {
  const change = actorChangeOf(entry);
  if (!change) return sponsorIds.length > 0 && entry.id === actor.organizationId && isPartnerLeaving(entry);
  const { before, after, mayAct } = change;
  if (entry.id === actor.id) return !(mayAct && after && hasSameRights(after, actor));
  return sponsorIds.includes(entry.id) && !(mayAct && before && after && hasSameRights(before, after));
}

function isPartnerLeaving(entry: LedgerEntry): boolean {
  const serving = servingPartnersOf(entry);
  return serving?.before?.some((id) => !serving.after?.includes(id)) ?? false;
}
