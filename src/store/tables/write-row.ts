/** A record before and after a change; `before` is null if it did not exist, `after` if it was removed. */
export interface RecordPair<Record> {
  readonly id: string;
  readonly before: Record | null;
  readonly after: Record | null;
}

/** Throws unless a change of a record touched exactly one row; anything else is a bug of the caller. */
export function expectOneRow(count: bigint, what: string, id: string): void {
  if (count !== 1n) throw new Error(`${what} ${id}: ${count} rows changed instead of one`);
}
