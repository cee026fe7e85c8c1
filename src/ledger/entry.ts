import type { Instant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import type { Subject, Subjects } from "./subject.ts";

/** The position of an entry in the ledger; with its hash, kept outside, it shows later whether the ledger was rewritten. */
export interface LedgerPosition {
  readonly sequence: number;
  readonly hash: string;
}

/** The position of the last entry: sequence 0 and a hash of zeros where there is none yet. */
export interface LedgerHead extends LedgerPosition {
  readonly at: Instant;
}

/** An entry about this subject. */
export interface EntryOf<S extends Subject> {
  readonly sequence: number;
  /** The sequence of the first entry of its transaction: what was changed together has the same. */
  readonly change: number;
  readonly at: Instant;
  readonly actor: ActorReference;
  readonly action: string;
  readonly subject: S;
  readonly id: string;
  /** The organization that it is about, or null if it is about none. */
  readonly organizationId: string | null;
  /** The record before the change, or null if it did not exist or nothing was set. */
  readonly before: Subjects[S] | null;
  /** The record after the change, or null if it exists no more. */
  readonly after: Subjects[S] | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** One accepted change of one subject (R26): who, when, what, before and after. */
export type LedgerEntry<Of extends Subject = Subject> = { [S in Of]: EntryOf<S> }[Of];

/** The entries of a ledger, wherever it lies: the database, or another server. */
export interface LedgerSource {
  /** At most `max` entries after this sequence, in the order of the ledger; none where it ends. */
  entriesAfter(sequence: number, max: number): Promise<readonly LedgerEntry[]>;
}
