import { sql } from "kysely";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { Subject } from "../../ledger/subject.ts";
import { selectStored } from "../archive/query-archived.ts";
import { archivedThrough } from "../archive/segment-table.ts";
import type { Database } from "../database.ts";
import { type EntryPage, listEntries, narrowTo } from "./list-entries.ts";

/**
 * A page of changes, the newest first: of each change that has entries which match, one of them. That is the newest about
 * the subject that `mainOf` gives for its action, or the newest if none of them is about that.
 */
export async function listChanges(
  database: Database,
  page: EntryPage,
  mainOf: (action: string) => Subject | null,
): Promise<readonly LedgerEntry[]> {
  const newest = await newestOfEach(database, page);
  const isMain = ({ action, subject }: LedgerEntry) => (mainOf(action) ?? subject) === subject;
  const shown: LedgerEntry[] = [];
  for (const entry of newest) {
    const main = isMain(entry) ? null : mainOf(entry.action);
    const within = { ...page, change: entry.change, subjects: main === null ? [] : [main], max: 1 };
    const [found = entry] = main === null ? [] : await listEntries(database, within);
    shown.push(found);
  }
  return shown;
}

/** The newest entry of each change that matches. Entries of one change follow each other, so its others are passed over. */
async function newestOfEach(database: Database, page: EntryPage): Promise<readonly LedgerEntry[]> {
  const found: LedgerEntry[] = [];
  let { before } = page;
  for (;;) {
    const wanted = page.max - found.length;
    const entries = await listEntries(database, { ...page, before, max: wanted });
    for (const entry of entries) if (found.at(-1)?.change !== entry.change) found.push(entry);
    before = entries.at(-1)?.change;
    if (before === undefined || entries.length < wanted || found.length >= page.max) return found;
  }
}

/** How many entries of one change have the same action and are about the same subject. */
export interface EntryCount {
  readonly change: number;
  readonly action: string;
  readonly subject: string;
  readonly entries: number;
}

/** What limits which entries of a change somebody sees. */
export type EntrySight = Pick<EntryPage, "subtree" | "organizationId" | "readByPartner">;

/** The most entries of an archived change that are counted. */
const MOST_ARCHIVED = 10_000;

/** Counts the entries of each of these changes that can be seen, by action and subject. */
export async function countEntries(
  database: Database,
  changes: readonly number[],
  sight: EntrySight,
): Promise<readonly EntryCount[]> {
  const through = await archivedThrough(database);
  const stored = changes.filter((change) => change > through);
  const counted = [...(await countStored(database, stored, sight))];
  for (const change of changes.filter((one) => one <= through)) {
    const entries = await listEntries(database, { ...sight, change, max: MOST_ARCHIVED });
    counted.push(...countListed(change, entries));
  }
  return counted;
}

async function countStored(
  database: Database,
  changes: readonly number[],
  sight: EntrySight,
): Promise<readonly EntryCount[]> {
  if (changes.length === 0) return [];
  const seen = narrowTo(selectStored(database), { ...sight, max: 1 });
  const { rows } = await sql<EntryCount>`
    select given.change, counted.action, counted.subject, counted.entries
    from unnest(${changes}::bigint[]) as given (change)
    cross join lateral (
      select coalesce(min(sequence), 9007199254740991) as sequence from (
        select sequence from ledger_entries
        where ledger_entries.sequence > given.change and ledger_entries.change <> given.change
        order by sequence limit 1
      ) as one
    ) as next
    cross join lateral (
      select seen.action, seen.subject, count(*)::integer as entries
      from (${seen}) as seen
      where seen.sequence >= given.change and seen.sequence < next.sequence and seen.change = given.change
      group by seen.action, seen.subject
    ) as counted`.execute(database);
  return rows;
}

function countListed(change: number, entries: readonly LedgerEntry[]): readonly EntryCount[] {
  const counts = new Map<string, EntryCount>();
  for (const { action, subject } of entries) {
    const key = `${action} ${subject}`;
    const known = counts.get(key)?.entries ?? 0;
    counts.set(key, { change, action, subject, entries: known + 1 });
  }
  return [...counts.values()];
}
