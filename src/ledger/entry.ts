import type { Instant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import type { Subject, Subjects } from "./subject.ts";

/** The position of an entry in the ledger. Its hash, kept elsewhere, shows later whether the ledger was rewritten. */
export interface LedgerPosition {
  readonly sequence: number;
  readonly hash: string;
}

/** The position of the last entry; sequence 0 and a hash of zeros if the ledger is empty. */
export interface LedgerHead extends LedgerPosition {
  readonly at: Instant;
}

/** A ledger entry about one subject. */
export interface EntryOf<S extends Subject> {
  readonly sequence: number;
  /** The sequence of the first entry of its transaction, the same for all that was changed together. */
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
  /** The record after the change, or null if it no longer exists. */
  readonly after: Subjects[S] | null;
  /** The sequence of the entry about the same record that this one undoes, or null if it undoes none. */
  readonly undoes: number | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** One accepted change of one subject (R26): who, when, what, before and after. */
export type LedgerEntry<Of extends Subject = Subject> = { [S in Of]: EntryOf<S> }[Of];

/** A source of ledger entries: the database, or another server. */
export interface LedgerSource {
  /**
   * At most `max` entries after a position, in the order of the ledger; empty at its end. Gives null if the ledger has
   * no such position: it ends before, or has another entry there.
   */
  entriesAfter(position: LedgerPosition, max: number): Promise<readonly LedgerEntry[] | null>;
}
