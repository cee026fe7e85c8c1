import type { Instant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";

/** A ledger entry as a trace points to it. */
export interface EntryReference {
  readonly sequence: number;
  readonly at: Instant;
  readonly actor: ActorReference;
  readonly action: string;
  readonly subject: string;
  readonly subjectId: string;
}

/** What a rule looked at, ready to be written as JSON: instants and versions are text. */
export type Seen = { readonly [name: string]: Seen | readonly Seen[] | string | number | boolean | null };

/** One rule's part in a verdict (R25): what it saw, what it decided, and the ledger entries behind it. */
export interface TraceStep {
  readonly rule: string;
  readonly decided: string;
  readonly saw: Seen;
  readonly entries: readonly EntryReference[];
}

/** The entries about one subject, by when they were made. */
export function entriesOf(
  entries: readonly EntryReference[],
  subject: string,
  subjectId: string | null,
  at?: Instant | null,
): readonly EntryReference[] {
  return entries.filter(
    (entry) =>
      entry.subject === subject &&
      entry.subjectId === subjectId &&
      (at === undefined || at === null || entry.at === at),
  );
}
