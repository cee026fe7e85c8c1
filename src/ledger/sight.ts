import { type Actor, levelOf } from "../tenancy/actor.ts";
import { may, seesOrganization } from "../tenancy/permission.ts";
import { type ActorChange, actorChangeOf, type ServingPartners, servingPartnersOf } from "./about.ts";
import type { EntryOf, LedgerEntry } from "./entry.ts";
import { describeSubject, type Subject } from "./subject.ts";

/**
 * How much an actor may know of a change as it happens: all of it (`whole`: it is in the audit that they read), that
 * something they see was changed but not by whom (`subject`), or only that another partner's change may affect them
 * (`refresh`).
 */
export type Sight = "whole" | "subject" | "refresh" | "nothing";

/** Which partners serve which organizations, after the change. */
export interface ServedBy {
  /** The partners that serve an organization; empty if it no longer exists. */
  readonly partnersServing: (organizationId: string) => readonly string[];
  /** The partners that serve an organization together with this partner. */
  readonly partnersBeside: (partnerId: string) => ReadonlySet<string>;
}

/** How much an actor may know of a ledger entry: never more than the audit and the resources show. */
export function sightOf(actor: Actor, entry: LedgerEntry, serving: ServedBy): Sight {
  if (levelOf(actor.role) === "vendor") return "whole";
  switch (describeSubject(entry.subject).audience) {
    case "everyone":
      return "subject";
    case "concerned":
      return sightOfConcerned(actor, entry, serving);
    case "auditors":
      return orNothing(sightOfConcerned(actor, entry, serving));
  }
}

function sightOfConcerned(actor: Actor, entry: LedgerEntry, serving: ServedBy): Sight {
  switch (describeSubject(entry.subject).about.kind) {
    case "everyone":
      return "subject";
    case "partner":
      return sightOfPartner(actor, entry, serving);
    case "organization": {
      const partnerIds = servingPartnersOf(entry);
      if (partnerIds) return sightOfOrganization(actor, entry.id, partnerIds);
      return seesById(actor, entry.organizationId, serving) ? audited(actor) : "nothing";
    }
    case "user":
      return seesById(actor, entry.organizationId, serving) ? audited(actor) : "nothing";
    case "belonging":
      if (isBetweenOthers(actor, entry)) return "nothing";
      return seesById(actor, entry.organizationId, serving) ? audited(actor) : "nothing";
    case "actor":
      return holds(actor, actorChangeOf(entry), serving) ? audited(actor) : "nothing";
  }
}

function audited(actor: Actor): Sight {
  return may(actor, "read_audit") ? "whole" : "subject";
}

/** The sight of an entry that only readers of the audit may know. */
function orNothing(sight: Sight): Sight {
  return sight === "whole" ? sight : "nothing";
}

/** Whether an entry is a matter between other partners than the actor's, such as what one asks of another (R10). */
function isBetweenOthers<S extends Subject>({ partnerId }: Actor, entry: EntryOf<S>): boolean {
  const { about } = describeSubject(entry.subject);
  const record = entry.after ?? entry.before;
  if (partnerId === null || about.kind !== "belonging" || about.between === null || !record) return false;
  return about.between.every((field) => record[field] !== partnerId);
}

/** A partner's own changes; another partner's change can affect organizations that both serve (R10). */
function sightOfPartner(actor: Actor, { id }: LedgerEntry, serving: ServedBy): Sight {
  if (actor.partnerId === id) return audited(actor);
  return servesOneOf(actor, id, serving) ? "refresh" : "nothing";
}

/** Whether a partner serves one of the organizations that the actor sees; not asked for the vendor, who sees all. */
export function servesOneOf(actor: Actor, partnerId: string, serving: ServedBy): boolean {
  if (levelOf(actor.role) === "organization") {
    return serving.partnersServing(actor.organizationId ?? "").includes(partnerId);
  }
  return actor.organizationIds
    ? actor.organizationIds.some((one) => isServedByBoth(serving.partnersServing(one), actor, partnerId))
    : serving.partnersBeside(partnerId).has(actor.partnerId ?? "");
}

function isServedByBoth(partnerIds: readonly string[], actor: Actor, id: string): boolean {
  return partnerIds.includes(id) && partnerIds.includes(actor.partnerId ?? "");
}

/** An organization's changes; those who can no longer see it after the change learn of this last one. */
function sightOfOrganization(actor: Actor, id: string, { before, after }: ServingPartners): Sight {
  const sees = (partnerIds: readonly string[] | null) =>
    partnerIds !== null && seesOrganization(actor, { id, partnerIds });
  if (sees(after)) return audited(actor);
  return sees(before) ? "subject" : "nothing";
}

function seesById(actor: Actor, organizationId: string | null, { partnersServing }: ServedBy): boolean {
  if (organizationId === null) return false;
  return seesOrganization(actor, { id: organizationId, partnerIds: partnersServing(organizationId) });
}

/** Whether the scope of a changed actor is, or was before the change, in the reading actor's subtree. */
function holds(actor: Actor, change: ActorChange | null, serving: ServedBy): boolean {
  return [change?.before, change?.after].some((other) => {
    if (!other) return false;
    if (seesById(actor, other.organizationId, serving)) return true;
    const isOurs = actor.partnerId !== null && other.partnerId === actor.partnerId;
    return isOurs && isWithin(actor.organizationIds, other.organizationIds);
  });
}

/** Whether the customers of one are among those of the other; each null if they are all of the partner's. */
function isWithin(limit: readonly string[] | null, ids: readonly string[] | null): boolean {
  return limit === null || (ids?.every((id) => limit.includes(id)) ?? false);
}
