/** A record before and after a change; null: it did not exist, or does not any more. */
export interface RecordPair<Record> {
  readonly id: string;
  readonly before: Record | null;
  readonly after: Record | null;
}

/** A change of a record touches exactly one row; anything else means that the caller was wrong about what is there. */
export function expectOneRow(count: bigint, what: string, id: string): void {
  if (count !== 1n) throw new Error(`${what} ${id}: ${count} rows changed instead of one`);
}
