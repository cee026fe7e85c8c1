import { bigint, generated, integer, integers, type RowOf, text, timestamp } from "../tables/columns.ts";

/** One file of the ledger's archive; `keys` lead from what is asked for to the segments that may have it. */
export const LEDGER_SEGMENT_COLUMNS = {
  last_sequence: bigint(),
  first_sequence: bigint(),
  previous_hash: text(),
  last_hash: text(),
  first_at: timestamp(),
  last_at: timestamp(),
  sha256: text(),
  /** The size of the file. */
  bytes: integer(),
  keys: integers(),
  archived_at: generated(timestamp()),
};
export type LedgerSegmentRow = RowOf<typeof LEDGER_SEGMENT_COLUMNS>;
