import { formatInstant, parseInstant } from "../instant.ts";
import type { Json } from "./codec.ts";
import type { LedgerEntry } from "./entry.ts";
import { encodeSent, NOT_SENT } from "./sent-fields.ts";
import { decodeRecord, describeSubject, type Subject } from "./subject.ts";

/**
 * A ledger entry as it is sent to a process that answers installations. It says what decides and nothing else: neither who
 * made the change nor what was before nor whom a record names, and of a subject that decides nothing only its position.
 */
export interface SentEntry {
  readonly sequence: number;
  readonly change: number;
  readonly at: string;
  readonly subject: Subject;
  readonly id: string;
  readonly organizationId: string | null;
  readonly after: Json;
  readonly previousHash: string;
  readonly hash: string;
}

/** An entry as it is sent. */
export function toSentEntry(entry: LedgerEntry): SentEntry {
  const { sequence, change, at, subject, id, organizationId, after, previousHash, hash } = entry;
  const position = { sequence, change, at: formatInstant(at), subject, previousHash, hash };
  if (describeSubject(subject).decides === "nothing") {
    return { ...position, id: "", organizationId: null, after: null };
  }
  return { ...position, id, organizationId, after: after === null ? null : encodeSent(subject, after) };
}

/** The inverse of {@link toSentEntry}, without what was not sent; throws if the entry was not made by it. */
export function fromSentEntry(sent: SentEntry): LedgerEntry {
  const { subject, after } = sent;
  const at = parseInstant(sent.at);
  if (!at.ok) throw new Error(at.error.message);
  const rest = { at: at.value, actor: NOT_SENT, action: "", before: null, undoes: null };
  return {
    ...sent,
    ...rest,
    after: after === null ? null : decodeRecord(subject, after),
  } as LedgerEntry;
}
