import type { EntrySight } from "../../store/ledger/list-changes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { organizationReach } from "../organizations/visible-organizations.ts";

/** All entries that an actor may read, if it may read the audit at all. */
export function sightOfAudit(actor: Actor): EntrySight {
  const organizationId = actor.organizationId ?? undefined;
  const subtree = toSubtree(actor, undefined, organizationId);
  return { organizationId, subtree, readByPartner: readingPartner(actor) };
}

/** The partner whose people read, or undefined for the vendor and for customers, who read what is between partners. */
export function readingPartner({ partnerId }: Actor): string | undefined {
  return partnerId ?? undefined;
}

/**
 * The part of the ledger to list. A partner reads about itself and the organizations that it serves, or is assigned;
 * the vendor reads everything.
 */
export function toSubtree(
  actor: Actor,
  partnerId: string | undefined,
  organizationId: string | undefined,
): EntrySight["subtree"] {
  const limit = partnerId ?? (organizationId === undefined ? actor.partnerId : null);
  return limit === null ? undefined : { partnerId: limit, organizationIds: organizationReach(actor).ids };
}
