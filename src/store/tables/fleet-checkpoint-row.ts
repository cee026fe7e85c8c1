import { bigint, bytea, generated, integer, text, timestamp } from "./columns.ts";

/** The position of a checkpoint of the fleet in the ledger, and the SHA-256 of its bytes. */
export const FLEET_CHECKPOINT_COLUMNS = {
  sequence: bigint(),
  hash: text(),
  format: integer(),
  checksum: text(),
  written_at: generated(timestamp()),
};

/** A part of a checkpoint's bytes; parts are in order. */
export const FLEET_CHECKPOINT_PART_COLUMNS = {
  sequence: bigint(),
  part: integer(),
  bytes: bytea(),
};
