import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import { hashEntry, LEDGER_START } from "../../ledger/hash.ts";
import { SUBJECTS } from "../../ledger/subject.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../database.ts";
import { toHashedEntry } from "../ledger/ledger-row.ts";
import { selectAfter } from "../ledger/ledger-table.ts";
import { ARCHIVE_LOCK, tryLockForTransaction } from "../locks.ts";
import type { Store } from "../store.ts";
import { insertMany } from "../tables/insert-many.ts";
import { verifyContinuity } from "../verify/verify-continuity.ts";
import { archiveOf } from "./ledger-archive.ts";
import { keepOlderProgramsOut } from "./older-programs.ts";
import { compress, digestText, expand, nameOf, type Segment, type StoredEntry, toText } from "./segment.ts";
import { ArchiveFault } from "./segment-files.ts";
import { keysOf } from "./segment-keys.ts";

/** How many entries one file has. A reader of one entry reads the file, so more would make reading slower. */
export const SEGMENT_ENTRIES = 4_000;

/** The sequences of the last archived entry, and of the last one before an instant; 0 if there is none. */
export async function countArchivable(
  database: Database,
  before: Instant,
): Promise<{ readonly archived: number; readonly last: number }> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(sequence), 0) as last from ledger_entries
    where at < ${formatInstant(before)}::timestamptz`.execute(database);
  return { archived: (await lastArchived(database)).sequence, last: rows[0]?.last ?? 0 };
}

/** What may go to the archive. */
export interface ArchiveLimits {
  /** Entries before this instant. */
  readonly before: Instant;
  /** Entries up to this one: a start goes on from a checkpoint that is not before it, without the archive. */
  readonly through: number;
  readonly segmentEntries?: number;
  /** The most segments, if not all. */
  readonly most?: number;
}

/** What became of one attempt to archive a segment. */
type ArchivedPart =
  | { readonly kind: "archived"; readonly segment: Segment }
  | { readonly kind: "nothing_left" }
  | { readonly kind: "under_way" };

/** The result of archiving. */
export interface Archived {
  readonly segments: number;
  readonly entries: number;
  /** The sequence of the last archived entry, or 0 if nothing is archived. */
  readonly through: number;
}

/**
 * Moves entries to the archive, whole segments only, each in a transaction of its own: its file is written, read back and
 * compared, and then its entries leave the database, except for the last one about each subject and the last digest of its
 * credential. Nothing is lost wherever it breaks off: a file without its row counts for nothing, and is written again.
 * Refuses `ledger_broken` if an entry does not follow the one before by its hash, and `archive_under_way` if another
 * process is at it. Throws an `ArchiveFault` if the storage fails.
 */
export async function archiveLedger(
  store: Store,
  limits: ArchiveLimits,
  onSegment: (segment: Segment) => void = () => {},
): Promise<Result<Archived, Refusal<"ledger_broken" | "archive_under_way">>> {
  let [segments, entries] = [0, 0];
  while (segments < (limits.most ?? Number.MAX_SAFE_INTEGER)) {
    const done = await archiveNext(store, limits);
    if (!done.ok) return done;
    if (done.value.kind === "under_way") return err(UNDER_WAY);
    if (done.value.kind === "nothing_left") break;
    const { segment } = done.value;
    segments += 1;
    entries += segment.lastSequence - segment.firstSequence + 1;
    onSegment(segment);
  }
  return ok({ segments, entries, through: (await lastArchived(store.database)).sequence });
}

async function archiveNext(
  store: Store,
  limits: ArchiveLimits,
): Promise<Result<ArchivedPart, Refusal<"ledger_broken">>> {
  if (!(await hasWholeSegment(store.database, limits))) return ok({ kind: "nothing_left" });
  await keepOlderProgramsOut(store);
  return store.database
    .transaction()
    .setIsolationLevel("read committed")
    .execute(async (transaction): Promise<Result<ArchivedPart, Refusal<"ledger_broken">>> => {
      // Writing to a bucket takes its time.
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
      if (!(await tryLockForTransaction(transaction, ARCHIVE_LOCK))) return ok({ kind: "under_way" });
      const entries = await nextEntries(transaction, limits);
      if (entries === null) return ok({ kind: "nothing_left" });
      const broken = (await findBreak(transaction, entries)) ?? (await findSkip(transaction, entries));
      if (broken !== null) return err(brokenAt(broken));
      return ok(await moveOut(transaction, entries));
    });
}

async function hasWholeSegment(database: Database, limits: ArchiveLimits): Promise<boolean> {
  return (await nextEntries(database, limits)) !== null;
}

/** The entries of the next segment, or null if there are not enough that may go. */
async function nextEntries(
  database: Database,
  { before, through, segmentEntries = SEGMENT_ENTRIES }: ArchiveLimits,
): Promise<readonly StoredEntry[] | null> {
  const { sequence } = await lastArchived(database);
  const last = sequence + segmentEntries;
  if (last > through) return null;
  const entries = await selectAfter(database, sequence, segmentEntries);
  const end = entries.at(-1);
  return end && end.sequence === last && end.at < before ? entries : null;
}

/** The sequence at which the chain breaks, or null if these entries follow the archive and each other. */
async function findBreak(database: Database, entries: readonly StoredEntry[]): Promise<number | null> {
  let last = await lastArchived(database);
  for (const entry of entries) {
    const follows = entry.sequence === last.sequence + 1 && entry.previous_hash === last.hash;
    if (!follows || hashEntry(toHashedEntry(entry)) !== entry.hash) return entry.sequence;
    last = entry;
  }
  return null;
}

/**
 * The sequence of an entry that does not begin with what the one before it about the same record left, or null. In the
 * archive nobody could compare them any more without reading all of it.
 */
async function findSkip(database: Database, entries: readonly StoredEntry[]): Promise<number | null> {
  const piece = { after: (entries[0]?.sequence ?? 0) - 1, until: entries.at(-1)?.sequence ?? 0 };
  for (const subject of SUBJECTS) {
    const ids = new Set(entries.filter((entry) => entry.subject === subject).map((one) => one.subject_id));
    const [skipped] = ids.size === 0 ? [] : await verifyContinuity(database, subject, [...ids], piece);
    if (skipped) return skipped.sequence ?? piece.until;
  }
  return null;
}

async function lastArchived(database: Database) {
  const query = database
    .selectFrom("ledger_segments")
    .select(["last_sequence as sequence", "last_hash as hash"])
    .orderBy("last_sequence", "desc")
    .limit(1);
  return (await query.executeTakeFirst()) ?? LEDGER_START;
}

async function moveOut(transaction: Database, entries: readonly StoredEntry[]): Promise<ArchivedPart> {
  const text = toText(entries);
  const segment = describe(entries, text);
  const bytes = await compress(text);
  await writeAndCompare(transaction, segment, bytes);
  const row = {
    last_sequence: segment.lastSequence,
    first_sequence: segment.firstSequence,
    previous_hash: segment.previousHash,
    last_hash: segment.lastHash,
    first_at: formatInstant(segment.firstAt),
    last_at: formatInstant(segment.lastAt),
    sha256: segment.sha256,
    bytes: bytes.length,
    keys: keysOf(entries),
  };
  await insertMany(transaction, "ledger_segments", [row]);
  await removeOutdated(transaction, segment);
  return { kind: "archived", segment };
}

function describe(entries: readonly StoredEntry[], text: string): Segment {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) throw new Error("a segment has at least one entry");
  return {
    firstSequence: first.sequence,
    lastSequence: last.sequence,
    previousHash: first.previous_hash,
    lastHash: last.hash,
    firstAt: first.at,
    lastAt: last.at,
    sha256: digestText(text),
  };
}

async function writeAndCompare(database: Database, segment: Segment, bytes: Uint8Array): Promise<void> {
  const files = await archiveOf(database).files;
  const name = nameOf(segment);
  await files.write(name, bytes);
  const written = await files.read(name);
  const text = written && (await expand(written).catch(() => null));
  if (text === null || digestText(text) !== segment.sha256) {
    throw new ArchiveFault(
      `${name} was written, and reads back otherwise; nothing was taken out of the database`,
    );
  }
}

/**
 * Deletes the archived entries about the subjects of this segment, except for the last one about each, and the last one
 * that has a digest of its credential.
 */
async function removeOutdated(
  transaction: Database,
  { firstSequence, lastSequence }: Segment,
): Promise<void> {
  await sql`
    with kept as (
      select subject, subject_id, max(sequence) as newest,
        max(sequence) filter (where after ->> 'credential' is not null) as credential
      from ledger_entries
      where sequence <= ${lastSequence} and (subject, subject_id) in (
        select subject, subject_id from ledger_entries where sequence between ${firstSequence} and ${lastSequence})
      group by subject, subject_id)
    delete from ledger_entries using kept
    where ledger_entries.subject = kept.subject and ledger_entries.subject_id = kept.subject_id
      and sequence < newest and sequence is distinct from credential`.execute(transaction);
}

function brokenAt(sequence: number): Refusal<"ledger_broken"> {
  const message = `Entry ${sequence} does not go on from the one before it, or is not as it was written, so nothing from there on is archived; see "sluice ledger verify".`;
  return refuse("ledger_broken", message);
}

const UNDER_WAY = refuse(
  "archive_under_way",
  "Another process is archiving this ledger; wait until it is done.",
);
