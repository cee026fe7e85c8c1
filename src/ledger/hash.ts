import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { formatInstant, type Instant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import type { Json } from "./codec.ts";
import type { LedgerPosition } from "./entry.ts";

/** The position before the first entry; its hash is the previous hash of that one. */
export const LEDGER_START: LedgerPosition = { sequence: 0, hash: "0".repeat(64) };

/** The fields of an entry that its hash covers: all but the hash. */
export interface HashedEntry {
  readonly sequence: number;
  readonly change: number;
  readonly at: Instant;
  readonly actor: ActorReference;
  readonly action: string;
  readonly subject: string;
  readonly id: string;
  /** The organization that it is about, or null if it is about none. */
  readonly organizationId: string | null;
  readonly before: Json;
  readonly after: Json;
  /** The sequence of the entry that this one undoes, or null if it undoes none. */
  readonly undoes: number | null;
  readonly previousHash: string;
}

/**
 * The fields of an entry that its hash covers, as JSON; nothing else that the entry may have. It omits `undoes` where there
 * is none, so that entries from before it was recorded are written, and hashed, as before.
 */
export function toWrittenEntry(entry: HashedEntry) {
  const {
    sequence,
    change,
    actor,
    action,
    subject,
    id,
    organizationId,
    before,
    after,
    undoes,
    previousHash,
  } = entry;
  const at = formatInstant(entry.at);
  return {
    sequence,
    change,
    at,
    actor,
    action,
    subject,
    id,
    organizationId,
    before,
    after,
    ...(undoes !== null && { undoes }),
    previousHash,
  };
}

/** SHA-256, in lower-case hex, of the entry as canonical JSON (RFC 8785): anyone can compute it again. */
export function hashEntry(entry: HashedEntry): string {
  return createHash("sha256")
    .update(String(canonicalize(toWrittenEntry(entry))))
    .digest("hex");
}
