import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Selectable } from "kysely";
import { type Instant, toInstant } from "../../instant.ts";
import { toWrittenEntry } from "../../ledger/hash.ts";
import { type LedgerRow, toHashedEntry } from "../ledger/ledger-row.ts";

/** One row of the table `ledger` as it is read. */
export type StoredEntry = Selectable<LedgerRow>;

/** What the database knows of one file of the archive: entries that follow each other, all of them. */
export interface Segment {
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** The hash of the entry before its first one. */
  readonly previousHash: string;
  readonly lastHash: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Of its text before compression, in lower-case hex. */
  readonly sha256: string;
}

/** The name of a segment's file: its first and last sequence, and the beginning of the hash of its last entry. */
export function nameOf({ firstSequence, lastSequence, lastHash }: Segment): string {
  return `${firstSequence}-${lastSequence}-${lastHash.slice(0, 16)}.ndjson.gz`;
}

/**
 * Entries as text: one line of JSON for each, with the fields that its hash covers and the hash itself, so that anyone can
 * compute the chain again without a database.
 */
export function toText(entries: readonly StoredEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(toLine(entry))}\n`).join("");
}

function toLine(entry: StoredEntry) {
  return { ...toWrittenEntry(toHashedEntry(entry)), hash: entry.hash };
}

/** An entry of a line that {@link toText} wrote. Throws an error if it is no such line. */
export function fromLine(line: string): StoredEntry {
  const {
    id,
    at,
    organizationId,
    previousHash,
    undoes = null,
    ...same
  } = JSON.parse(line) as ReturnType<typeof toLine>;
  return {
    ...same,
    undoes,
    at: toInstant(Date.parse(at)),
    subject_id: id,
    organization_id: organizationId,
    previous_hash: previousHash,
  };
}

/** The lines of a text without their ends. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  lines.pop();
  return lines;
}

export function digestText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const compressBytes = promisify(gzip);
const expandBytes = promisify(gunzip);

export function compress(text: string): Promise<Uint8Array> {
  return compressBytes(text);
}

/** The most bytes of a segment's text; a file that says more of itself was not written by this program. */
const MOST_BYTES = 1024 ** 3;

/** Throws an error if these are no compressed bytes. */
export async function expand(bytes: Uint8Array): Promise<string> {
  return (await expandBytes(bytes, { maxOutputLength: MOST_BYTES })).toString("utf8");
}
