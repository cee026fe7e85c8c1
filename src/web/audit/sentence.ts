import type { Role } from "../../tenancy/actor.ts";
import type { AuditEntry, Names } from "../data/audit.ts";
import type { MessageId } from "../language/message-ids.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type LedgerRecord, toRecord } from "./record.ts";

export type SentenceId = Extract<MessageId, `audit.did.${string}`>;

/** A value in a sentence: a text, a schedule, an instant or names, or null for a name that is no longer known. */
export type SentenceValue =
  | string
  | null
  | { readonly schedule: Schedule | null }
  | { readonly at: string | null }
  | { readonly list: readonly (string | null)[] };

/** One sentence about an entry; it is shown with the person who did it. */
export interface Sentence {
  readonly id: SentenceId;
  readonly values: Readonly<Record<string, SentenceValue>>;
}

/** The parts of an entry that sentences are made from. */
export interface SentenceEntry {
  readonly action: string;
  /** The role of whoever did it. */
  readonly role: Role;
  readonly subjectId: string;
  readonly organizationId: string | null;
  readonly before: LedgerRecord | null;
  readonly after: LedgerRecord | null;
  nameOf(id: string | null): string | null;
}

export function toTold(entry: AuditEntry, names: Names): SentenceEntry {
  const { action, actor, subjectId, organizationId } = entry;
  return {
    action,
    role: actor.role,
    subjectId,
    organizationId,
    before: toRecord(entry.before),
    after: toRecord(entry.after),
    nameOf: (id) => (id === null ? null : (names[id] ?? null)),
  };
}

/** Whether a record was created, changed or removed. */
export function changeOf({ before, after }: SentenceEntry): "created" | "changed" | "removed" {
  if (!after) return "removed";
  return before ? "changed" : "created";
}

/** Whether a field changed. */
export function differs({ before, after }: SentenceEntry, key: string): boolean {
  return JSON.stringify(before?.[key] ?? null) !== JSON.stringify(after?.[key] ?? null);
}
