import type { LedgerPosition } from "../../ledger/entry.ts";
import { archiveOf } from "../archive/ledger-archive.ts";
import { fromLine, nameOf, type Segment, type StoredEntry } from "../archive/segment.ts";
import { ArchiveFault } from "../archive/segment-files.ts";
import { keysOf } from "../archive/segment-keys.ts";
import type { Database } from "../database.ts";
import { selectAfter } from "../ledger/ledger-table.ts";
import type { Finding } from "./finding.ts";
import { type FirstEntry, isSameMark, type JudgedRange, RangeJudge } from "./judge-chain.ts";
import { findMissing, judgeKept } from "./verify-kept.ts";

/** A part of the chain that is judged by itself: entries of the database, or segments of the archive. */
export type ChainRange =
  | { readonly kind: "stored"; readonly after: number; readonly until: number }
  | {
      readonly kind: "archived";
      /** The archived entries after this one are judged. */
      readonly after: number;
      readonly segments: readonly Segment[];
      /** The sequence of the last archived entry. */
      readonly through: number;
    };

/** Judges a part of the chain, and that `expected` is in it if it is of this part. */
export function verifyRange(
  database: Database,
  range: ChainRange,
  expected: LedgerPosition | null,
): Promise<JudgedRange> {
  return range.kind === "stored"
    ? verifyStored(database, range, expected)
    : verifyArchived(database, range, expected);
}

const BATCH = 1_000;

type Of<Kind extends ChainRange["kind"]> = Extract<ChainRange, { readonly kind: Kind }>;

async function verifyStored(
  database: Database,
  { after, until }: Of<"stored">,
  expected: LedgerPosition | null,
): Promise<JudgedRange> {
  const judge = new RangeJudge(expected);
  let reading = selectAfter(database, after, BATCH);
  for (;;) {
    const entries = await reading;
    const last = entries.at(-1);
    if (!last) return judge.end();
    // The database reads on while this process computes hashes.
    const isOver = last.sequence >= until;
    if (!isOver) reading = selectAfter(database, last.sequence, BATCH);
    for (const entry of entries) if (entry.sequence <= until) judge.take(entry);
    if (isOver) return judge.end();
  }
}

async function verifyArchived(
  database: Database,
  { after, segments, through }: Of<"archived">,
  expected: LedgerPosition | null,
): Promise<JudgedRange> {
  const judge = new RangeJudge(expected);
  for (const segment of segments) {
    const read = await readSegment(database, segment, after);
    if (!read.entries) {
      judge.find([unreadable(segment, read.why)]);
      skipSegment(judge, segment);
      continue;
    }
    for (const entry of read.entries) judge.take(entry);
    judge.find(judgeEnds(segment, read.entries));
    if (after < segment.firstSequence) judge.find(await judgeIndex(database, segment, read.entries));
    judge.find(await judgeKept(database, segment, read.entries));
    judge.find(await findMissing(database, read.entries, through));
  }
  return judge.end();
}

type ReadSegment =
  | { readonly entries: readonly StoredEntry[] }
  | { readonly entries: null; readonly why: string };

async function readSegment(database: Database, segment: Segment, after: number): Promise<ReadSegment> {
  try {
    const lines = await archiveOf(database).readLines(segment);
    return { entries: lines.slice(Math.max(0, after + 1 - segment.firstSequence)).map(fromLine) };
  } catch (error) {
    if (error instanceof ArchiveFault) return { entries: null, why: error.message };
    if (error instanceof SyntaxError) return { entries: null, why: `${nameOf(segment)} is not JSON` };
    throw error;
  }
}

function unreadable({ firstSequence, lastSequence }: Segment, why: string): Finding {
  const message = `The archived entries ${firstSequence} to ${lastSequence} cannot be read: ${why}.`;
  return { code: "segment_unreadable", sequence: firstSequence, message };
}

/** Goes on as the database says that the segment begins and ends, so that the parts beside it are judged by themselves. */
function skipSegment(judge: RangeJudge, segment: Segment): void {
  const { firstSequence, previousHash, firstAt, lastSequence, lastHash, lastAt } = segment;
  const first: FirstEntry = {
    sequence: firstSequence,
    previous_hash: previousHash,
    at: firstAt,
    subject: "segment",
    subject_id: nameOf(segment),
  };
  judge.skip(first, { sequence: lastSequence, hash: lastHash, at: lastAt });
}

/** Whether that by which a segment is looked for is what its entries say: instants and keys. */
async function judgeIndex(
  database: Database,
  { firstSequence: sequence, lastSequence, firstAt, lastAt }: Segment,
  entries: readonly StoredEntry[],
): Promise<readonly Finding[]> {
  const row = await database
    .selectFrom("ledger_segments")
    .select("keys")
    .where("last_sequence", "=", lastSequence)
    .executeTakeFirstOrThrow();
  const keys = new Set(row.keys);
  const isTimed = entries[0]?.at === firstAt && entries.at(-1)?.at === lastAt;
  if (isTimed && keysOf(entries).every((key) => keys.has(key))) return [];
  const message = `By what the database says of the archived entries ${sequence} to ${lastSequence}, not all of them are found.`;
  return [{ code: "segment_differs", sequence, message }];
}

/** Whether a segment ends where the database says that it does; where it begins is seen by the entry before. */
function judgeEnds(segment: Segment, entries: readonly StoredEntry[]): readonly Finding[] {
  const { firstSequence: sequence, lastSequence, lastHash } = segment;
  const last = entries.at(-1);
  if (last && isSameMark(last, { sequence: lastSequence, hash: lastHash })) return [];
  const message = `The archived entries ${sequence} to ${lastSequence} do not end where the database says.`;
  return [{ code: "segment_differs", sequence, message }];
}
