import { organizationIdOf } from "../../ledger/about.ts";
import { withCredential } from "../../ledger/credential.ts";
import type { HashedEntry } from "../../ledger/hash.ts";
import { encodeRecord, type Subject, type Subjects } from "../../ledger/subject.ts";
import type { RecordPair } from "../tables/write-row.ts";

/**
 * One subject's part of a change. `before` is null if it is new, `after` if it is removed (settings: back to unset).
 */
export interface RecordChange<S extends Subject> extends RecordPair<Subjects[S]> {
  readonly subject: S;
  readonly action: string;
  /** The organization that it is about; needed if the record does not name it, as with a user's settings. */
  readonly organizationId?: string;
}

/** What an entry says of the record itself, without its place in the ledger, and by whom and when it was changed. */
export type EntryOfRecord = Pick<
  HashedEntry,
  "action" | "subject" | "id" | "organizationId" | "before" | "after"
>;

/** What the entry of a change says of its record, with the digest of its credential if it has one. */
export function toEntryOfRecord<S extends Subject>(
  recorded: RecordChange<S>,
  credential?: string,
): EntryOfRecord {
  const { subject, id, action, before, after } = recorded;
  const written = after === null ? null : encodeRecord(subject, after);
  return {
    action,
    subject,
    id,
    organizationId: organizationIdOf(recorded),
    before: before === null ? null : encodeRecord(subject, before),
    after: credential === undefined ? written : withCredential(written, credential),
  };
}

/** Throws if a record is recorded under the id of another. */
export function expectOwnId<S extends Subject>({ id, after }: RecordChange<S>): void {
  if (after && "id" in after && after.id !== id) throw new Error(`${after.id} is recorded as ${id}`);
}
