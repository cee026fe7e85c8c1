import { ownerOf } from "../../ledger/about.ts";
import type { Reference } from "../../ledger/codec.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { levelFromAbove } from "../../ledger/from-above.ts";
import type { ServedBy } from "../../ledger/sight.ts";
import { encodeRecord, namedByEntry } from "../../ledger/subject.ts";
import type { Actor, ActorReference } from "../../tenancy/actor.ts";
import { type ShowActor, showActors } from "../actors/show-actors.ts";
import type { Context } from "../context.ts";
import { toSeen } from "./seen-entry.ts";
import { namesAsSeenBy } from "./visible-names.ts";

/**
 * Ledger entries as a viewer may read them: each actor as it is shown to the viewer, also those in the records, and the
 * names that the viewer may know of what the records refer to.
 */
export async function presentEntries(context: Context, viewer: Actor, entries: readonly LedgerEntry[]) {
  const { database } = context.store;
  const seen = await Promise.all(entries.map((entry) => toSeen(database, viewer, entry)));
  const { actors, references } = readAll(seen);
  const organizationIds = [...new Set(seen.flatMap(({ organizationId }) => organizationId ?? []))];
  await context.follower.catchUp();
  const show = await showActors(context, database, viewer, actors);
  const names = await namesAsSeenBy(viewer, database, servedBy(context), { references, organizationIds });
  return { items: seen.map((entry) => toEvent(entry, show)), names };
}

function servedBy({ fleet }: Context): ServedBy {
  return {
    partnersServing: (organizationId) => fleet.partnersServing(organizationId),
    partnersBeside: (partnerId) => fleet.partnersBeside(partnerId),
  };
}

/** Every actor and every reference of these entries; each reference once. */
function readAll(entries: readonly LedgerEntry[]) {
  const actors: ActorReference[] = entries.map(({ actor }) => actor);
  const references = new Map<string, Reference>();
  const reader = {
    actor: (actor: ActorReference) => {
      actors.push(actor);
      return null;
    },
    reference: (one: Reference) => {
      references.set(`${one.subject} ${one.id}`, one);
    },
  };
  for (const entry of entries) {
    const { subject, before, after } = entry;
    const named = namedByEntry(entry);
    if (named) reader.reference(named);
    const { organizationId } = ownerOf(entry);
    if (organizationId !== null) reader.reference({ subject: "organization", id: organizationId });
    for (const record of [before, after]) if (record) encodeRecord(subject, record, reader);
  }
  return { actors, references: [...references.values()] };
}

function toEvent(entry: LedgerEntry, show: ShowActor) {
  const { sequence, at, actor, action, subject, id, before, after, hash } = entry;
  const fromAbove = levelFromAbove(entry);
  const reader = { actor: (one: ActorReference) => ({ ...show(one) }), reference: () => undefined };
  return {
    sequence,
    created: at,
    actor: show(actor),
    action,
    subject,
    subjectId: id,
    organizationId: ownerOf(entry).organizationId,
    ...(fromAbove && { fromAbove }),
    before: before && encodeRecord(subject, before, reader),
    after: after && encodeRecord(subject, after, reader),
    hash,
  };
}
