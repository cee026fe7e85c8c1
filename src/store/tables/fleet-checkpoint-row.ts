import { bigint, bytea, generated, integer, text, timestamp } from "./columns.ts";

/** Where in the ledger a checkpoint of the fleet was written, and the SHA-256 of its bytes. */
export const FLEET_CHECKPOINT_COLUMNS = {
  sequence: bigint(),
  hash: text(),
  format: integer(),
  checksum: text(),
  written_at: generated(timestamp()),
};

/** Some of a checkpoint's bytes, in order. */
export const FLEET_CHECKPOINT_PART_COLUMNS = {
  sequence: bigint(),
  part: integer(),
  bytes: bytea(),
};
