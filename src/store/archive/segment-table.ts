import { type Selectable, sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import type { Segment } from "./segment.ts";
import type { LedgerSegmentRow } from "./segment-row.ts";

/** The sequence of the last archived entry, or 0 if nothing is archived. */
export async function archivedThrough(database: Database): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(last_sequence), 0) as last from ledger_segments`.execute(database);
  return rows[0]?.last ?? 0;
}

/** Which segments are looked for; what is left out does not limit. */
export interface SegmentSearch {
  /** Each list is of keys of which the segment has at least one. */
  readonly keys?: readonly (readonly number[])[];
  /** Segments with entries after this one. */
  readonly after?: number | undefined;
  /** Segments with entries up to this one. */
  readonly until?: number | undefined;
  /** Segments with entries from this instant to that one. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

const AT_ONCE = 50;

/** The segments that may have what is looked for, in the order of the ledger or, with `desc`, against it. */
export async function* findSegments(
  database: Database,
  search: SegmentSearch,
  order: "asc" | "desc" = "asc",
): AsyncGenerator<Segment> {
  let last: number | null = null;
  for (;;) {
    const rows: readonly Selectable<Omit<LedgerSegmentRow, "keys" | "bytes" | "archived_at">>[] =
      await selectSegments(database, search, order, last);
    yield* rows.map(toSegment);
    last = rows.at(-1)?.last_sequence ?? null;
    if (last === null || rows.length < AT_ONCE) return;
  }
}

function selectSegments(
  database: Database,
  { keys = [], after, until, from, to }: SegmentSearch,
  order: "asc" | "desc",
  last: number | null,
) {
  let query = database
    .selectFrom("ledger_segments")
    .select([
      "first_sequence",
      "last_sequence",
      "previous_hash",
      "last_hash",
      "first_at",
      "last_at",
      "sha256",
    ]);
  for (const some of keys) query = query.where(sql<boolean>`keys && ${some}::integer[]`);
  if (after !== undefined) query = query.where("last_sequence", ">", after);
  if (until !== undefined) query = query.where("first_sequence", "<=", until);
  if (from !== undefined) query = query.where("last_at", ">=", timestamp(from));
  if (to !== undefined) query = query.where("first_at", "<=", timestamp(to));
  if (last !== null) query = query.where("last_sequence", order === "asc" ? ">" : "<", last);
  return query.orderBy("last_sequence", order).limit(AT_ONCE).execute();
}

function timestamp(instant: Instant) {
  return sql<Instant>`${formatInstant(instant)}::timestamptz`;
}

function toSegment(row: Selectable<Omit<LedgerSegmentRow, "keys" | "bytes" | "archived_at">>): Segment {
  return {
    firstSequence: row.first_sequence,
    lastSequence: row.last_sequence,
    previousHash: row.previous_hash,
    lastHash: row.last_hash,
    firstAt: row.first_at,
    lastAt: row.last_at,
    sha256: row.sha256,
  };
}
