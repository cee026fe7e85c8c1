import type { SubjectReference } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import { archiveOf } from "./ledger-archive.ts";
import { fromLine, type Segment, type StoredEntry } from "./segment.ts";
import { KEY } from "./segment-keys.ts";
import { archivedThrough, findSegments } from "./segment-table.ts";

/**
 * Archived entries after this sequence, in ledger order: at most `max`, and of one segment. Empty if the archive ends
 * before. Throws an `ArchiveFault` if the segment cannot be read.
 */
export async function archivedAfter(
  database: Database,
  sequence: number,
  max: number,
): Promise<readonly StoredEntry[]> {
  for await (const segment of findSegments(database, { after: sequence })) {
    return inRange(await linesWithin(database, segment, sequence), max);
  }
  return [];
}

function inRange(lines: readonly string[], max: number): readonly StoredEntry[] {
  return lines.slice(0, max).map(fromLine);
}

/** The lines of a segment after a sequence, up to and including another: its entries follow each other without a gap. */
export async function linesWithin(
  database: Database,
  segment: Segment,
  after: number,
  until = Number.MAX_SAFE_INTEGER,
): Promise<readonly string[]> {
  const lines = await archiveOf(database).linesOf(segment);
  const begin = Math.max(0, after + 1 - segment.firstSequence);
  return lines.slice(begin, Math.max(begin, until + 1 - segment.firstSequence));
}

/** Archived entries about something, and the sequence of the last archived entry: up to there they are all. */
export interface ArchivedEntries {
  readonly entries: readonly StoredEntry[];
  readonly through: number;
}

/** Every archived entry about these, in ledger order, up to and including the sequence `until`. */
export async function archivedAbout(
  database: Database,
  subjects: readonly SubjectReference[],
  until?: number,
): Promise<ArchivedEntries> {
  const through = await archivedThrough(database);
  if (through === 0 || subjects.length === 0) return { entries: [], through };
  const asked = new Set(subjects.map(({ subject, id }) => `${subject} ${id}`));
  const ids = [...new Set(subjects.map(({ id }) => id))];
  const keys = [subjects.map(({ subject, id }) => KEY.about(subject, id))];
  const entries: StoredEntry[] = [];
  for await (const segment of findSegments(database, { keys, until: Math.min(until ?? through, through) })) {
    const lines = await linesWithin(database, segment, 0, until);
    const named = lines.filter(mentions(ids)).map(fromLine);
    entries.push(...named.filter((entry) => asked.has(`${entry.subject} ${entry.subject_id}`)));
  }
  return { entries, through };
}

/** The most ids that lines are searched for before they are parsed; for more, parsing all is as fast. */
const MOST_SEARCHED = 20;

/** Whether a line has one of these ids anywhere in it; any line may, if they are many. */
export function mentions(ids: readonly string[]): (line: string) => boolean {
  if (ids.length > MOST_SEARCHED) return () => true;
  const texts = ids.map((id) => JSON.stringify(id));
  return (line) => texts.some((text) => line.includes(text));
}
