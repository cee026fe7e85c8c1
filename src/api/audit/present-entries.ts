import { namedByEntry, ownerOf } from "../../ledger/about.ts";
import type { Reference } from "../../ledger/codec.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { levelFromAbove } from "../../ledger/from-above.ts";
import type { ServedBy } from "../../ledger/sight.ts";
import { encodeRecord } from "../../ledger/subject.ts";
import type { Database } from "../../store/database.ts";
import type { EntryCount } from "../../store/ledger/list-changes.ts";
import { listEntries } from "../../store/ledger/list-entries.ts";
import type { Actor, ActorReference } from "../../tenancy/actor.ts";
import { type ShowActor, showActors } from "../actors/show-actors.ts";
import type { Context } from "../context.ts";
import { sightOfAudit } from "./audit-sight.ts";
import { toSeen } from "./seen-entry.ts";
import { namesAsSeenBy } from "./visible-names.ts";

/**
 * Ledger entries as a viewer may read them: each actor as it is shown to the viewer, also those in the records, and the
 * names that the viewer may know of what the records refer to. `counts` says how many were made together, where that is told.
 */
export async function presentEntries(
  context: Context,
  viewer: Actor,
  entries: readonly LedgerEntry[],
  counts: readonly EntryCount[],
) {
  const { database } = context.store;
  const seen = await Promise.all(entries.map((entry) => toSeen(database, viewer, entry)));
  const { actors, references } = readAll(seen);
  const organizationIds = [...new Set(seen.flatMap(({ organizationId }) => organizationId ?? []))];
  const undoing = await findUndoing(database, viewer, entries);
  await context.follower.catchUp();
  const told = [...actors, ...[...undoing.values()].map(({ actor }) => actor)];
  const show = await showActors(context, database, viewer, told);
  const names = await namesAsSeenBy(viewer, database, servedBy(context), { references, organizationIds });
  return {
    items: seen.map((entry) => ({ ...toEvent(entry, show), ...beside(entry, { counts, undoing, show }) })),
    names,
  };
}

/**
 * The entries that undo one of these, as far as the viewer may read them, by the sequence of the undone one. Left out are
 * those that are undone themselves.
 */
async function findUndoing(
  database: Database,
  viewer: Actor,
  entries: readonly LedgerEntry[],
): Promise<ReadonlyMap<number, LedgerEntry>> {
  const undoing = new Map<number, LedgerEntry>();
  let undoes = entries.map(({ sequence }) => sequence);
  while (undoes.length > 0) {
    const found = await listEntries(database, { ...sightOfAudit(viewer), undoes, max: MOST_UNDOING });
    for (const entry of [...found].reverse()) undoing.set(entry.undoes ?? 0, entry);
    undoes = found.map(({ sequence }) => sequence);
  }
  const isUndone = (sequence: number): boolean => {
    const by = undoing.get(sequence);
    return by !== undefined && !isUndone(by.sequence);
  };
  return new Map([...undoing].filter(([sequence]) => isUndone(sequence)));
}

/** The most entries that undo the entries of one page; most of a page are undone once at most. */
const MOST_UNDOING = 10_000;

interface Beside {
  readonly counts: readonly EntryCount[];
  readonly undoing: ReadonlyMap<number, LedgerEntry>;
  readonly show: ShowActor;
}

/** What is told of an entry beside itself: what was changed together with it, and what undoes it. */
function beside({ sequence, change, action, subject }: LedgerEntry, { counts, undoing, show }: Beside) {
  const together = counts.filter((one) => one.change === change);
  const alike = together.filter((one) => one.action === action && one.subject === subject);
  const by = undoing.get(sequence);
  return {
    ...(together.length > 0 && { together: { entries: total(together), alike: total(alike) } }),
    ...(by && { undoneBy: { sequence: by.sequence, created: by.at, actor: show(by.actor) } }),
  };
}

function total(counts: readonly EntryCount[]): number {
  return counts.reduce((sum, { entries }) => sum + entries, 0);
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
  const { sequence, change, at, actor, action, subject, id, before, after, undoes, hash } = entry;
  const fromAbove = levelFromAbove(entry);
  const reader = { actor: (one: ActorReference) => ({ ...show(one) }), reference: () => undefined };
  return {
    sequence,
    created: at,
    actor: show(actor),
    action,
    subject,
    subjectId: id,
    change,
    ...(undoes !== null && { undoes }),
    organizationId: ownerOf(entry).organizationId,
    ...(fromAbove && { fromAbove }),
    before: before && encodeRecord(subject, before, reader),
    after: after && encodeRecord(subject, after, reader),
    hash,
  };
}
