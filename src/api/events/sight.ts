import type { LedgerEntry } from "../../store/ledger/ledger-table.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { may, seesOrganization } from "../../tenancy/permission.ts";

/**
 * What somebody is told of a change as it happens: all of it (`whole`: it stands in the audit that they read), that
 * something they see was changed and not by whom (`subject`), or only that something above decides anew (`refresh`).
 */
export type Sight = "whole" | "subject" | "refresh" | "nothing";

/** Who serves whom, as it stands after the change. */
export interface ServedBy {
  /** The partners that serve an organization; none where it exists no more. */
  readonly partnersServing: (organizationId: string) => readonly string[];
  /** The partners that serve an organization together with this one. */
  readonly partnersBeside: (partnerId: string) => ReadonlySet<string>;
}

/** What an actor is told of a ledger entry: never more than the audit and the resources themselves show. */
export function sightOf(actor: Actor, entry: LedgerEntry, serving: ServedBy): Sight {
  if (levelOf(actor.role) === "vendor") return "whole";
  switch (entry.subject) {
    case "release":
    case "build":
      return "subject";
    case "partner":
    case "partner_settings":
      return sightOfPartner(actor, entry, serving);
    case "organization":
      return sightOfOrganization(actor, entry);
    case "organization_settings":
    case "user":
    case "user_settings":
      return seesById(actor, entry.organizationId, serving) ? audited(actor) : "nothing";
    case "forecast_link":
      return seesById(actor, entry.organizationId, serving) ? orNothing(audited(actor)) : "nothing";
    case "administrator":
      return orNothing(holds(actor, [entry.before, entry.after], serving) ? audited(actor) : "nothing");
    case "token": {
      const places = [entry.before?.actor ?? null, entry.after?.actor ?? null];
      return orNothing(holds(actor, places, serving) ? audited(actor) : "nothing");
    }
    default:
      return "nothing";
  }
}

function audited(actor: Actor): Sight {
  return may(actor, "read_audit") ? "whole" : "subject";
}

/** Who does not read the audit does not see these either. */
function orNothing(sight: Sight): Sight {
  return sight === "whole" ? sight : "nothing";
}

/** A partner's own; what another one says may decide for those that both serve, or for the organization itself (R10). */
function sightOfPartner(actor: Actor, { id }: LedgerEntry, serving: ServedBy): Sight {
  if (actor.partnerId === id) return audited(actor);
  if (levelOf(actor.role) === "organization") {
    return serving.partnersServing(actor.organizationId ?? "").includes(id) ? "refresh" : "nothing";
  }
  const isBeside = actor.organizationIds
    ? actor.organizationIds.some((one) => isServedByBoth(serving.partnersServing(one), actor, id))
    : serving.partnersBeside(id).has(actor.partnerId ?? "");
  return isBeside ? "refresh" : "nothing";
}

function isServedByBoth(partnerIds: readonly string[], actor: Actor, id: string): boolean {
  return partnerIds.includes(id) && partnerIds.includes(actor.partnerId ?? "");
}

/** One that goes, or goes elsewhere, is told a last time to who saw it. */
function sightOfOrganization(actor: Actor, entry: LedgerEntry & { readonly subject: "organization" }): Sight {
  const sees = (organization: Organization | null) =>
    organization !== null && seesOrganization(actor, organization);
  if (sees(entry.after)) return audited(actor);
  return sees(entry.before) ? "subject" : "nothing";
}

function seesById(actor: Actor, organizationId: string | null, { partnersServing }: ServedBy): boolean {
  if (organizationId === null) return false;
  return seesOrganization(actor, { id: organizationId, partnerIds: partnersServing(organizationId) });
}

/** Whether somebody, or whom a token stands for, holds a place in the actor's subtree, or held it before. */
function holds(actor: Actor, places: readonly (Actor | null)[], serving: ServedBy): boolean {
  return places.some((place) => {
    if (!place) return false;
    if (seesById(actor, place.organizationId, serving)) return true;
    const isOurs = actor.partnerId !== null && place.partnerId === actor.partnerId;
    return isOurs && isWithin(actor.organizationIds, place.organizationIds);
  });
}

/** Whether the customers of one are among those of the other; null: all of the partner's. */
function isWithin(limit: readonly string[] | null, ids: readonly string[] | null): boolean {
  return limit === null || (ids?.every((id) => limit.includes(id)) ?? false);
}
