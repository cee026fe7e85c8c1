import type { Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { Json } from "../../ledger/codec.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { HashedEntry } from "../../ledger/hash.ts";
import { decodeRecord, type Subject } from "../../ledger/subject.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import { bigint, boolean, jsonb, nullable, type RowOf, text, timestamp } from "../tables/columns.ts";

/** One entry of the ledger as it is stored; entries are only ever added. */
export const LEDGER_COLUMNS = {
  sequence: bigint(),
  change: bigint(),
  at: timestamp(),
  actor: jsonb<ActorReference>(),
  action: text(),
  subject: text(),
  subject_id: text(),
  organization_id: nullable(text()),
  before: nullable(jsonb<Json>()),
  after: nullable(jsonb<Json>()),
  previous_hash: text(),
  hash: text(),
  undoes: nullable(bigint()),
};
export type LedgerRow = RowOf<typeof LEDGER_COLUMNS>;

/** The one row that names the last entry, so that a missing tail is found. */
export const LEDGER_HEAD_COLUMNS = {
  only_row: boolean(),
  sequence: bigint(),
  hash: text(),
  at: timestamp(),
};

export function toLedgerEntry(row: Selectable<LedgerRow>): LedgerEntry {
  const subject = row.subject as Subject;
  return {
    sequence: row.sequence,
    change: row.change,
    at: row.at,
    actor: row.actor,
    action: row.action,
    subject,
    id: row.subject_id,
    organizationId: row.organization_id,
    before: row.before === null ? null : decodeRecord(subject, row.before),
    after: row.after === null ? null : decodeRecord(subject, row.after),
    undoes: row.undoes,
    previousHash: row.previous_hash,
    hash: row.hash,
  } as LedgerEntry;
}

/** An entry with its records as stored text, for computing its hash again. */
export function toHashedEntry(row: Selectable<LedgerRow>): HashedEntry {
  const {
    subject_id: id,
    organization_id: organizationId,
    previous_hash: previousHash,
    hash: _,
    ...entry
  } = row;
  return { ...entry, id, organizationId, previousHash };
}

/** An entry to append. */
export interface NewEntryRow extends Omit<HashedEntry, "at" | "id" | "organizationId" | "previousHash"> {
  readonly at: string;
  readonly subject_id: string;
  readonly organization_id: string | null;
  readonly previous_hash: string;
  readonly hash: string;
}

export function fromHashedEntry(entry: HashedEntry, hash: string): NewEntryRow {
  const { id, organizationId, previousHash, ...columns } = entry;
  return {
    ...columns,
    at: formatInstant(entry.at),
    subject_id: id,
    organization_id: organizationId,
    previous_hash: previousHash,
    hash,
  };
}
