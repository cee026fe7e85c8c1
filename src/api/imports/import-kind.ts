import type { Decider } from "../../commands/batch.ts";
import type { LineShape } from "../../contract/bulk-data.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { Refusal, Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Change, Recorder } from "../../store/ledger/change.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { QuotaNumbers } from "../../tenancy/quota.ts";
import type { LineIdentity } from "./line-identity.ts";

/** One kind of import: the shape of its lines, who may send it, and how lines are decided and recorded. */
export interface ImportKind<Line, Decision> {
  readonly shape: LineShape<Line>;
  /** Whether the actor may import these at all. */
  readonly permit: (actor: Actor) => Result<true, Refusal>;
  /** Makes what decides the lines of one file, batch by batch in their order; it may remember earlier lines. */
  readonly decider: (actor: Actor, quotas: QuotaNumbers) => Decider<Line, Decision>;
  /** How it is known whether what a line makes is there already; null if the lines make nothing. */
  readonly identity: LineIdentity<Line> | null;
  readonly record: (transaction: Change, decided: readonly Decision[]) => Promise<void>;
  /** How lines are written before the ledger's lock is held; null if they change what is there. */
  readonly drafting: Drafting<Decision> | null;
}

/** How lines that only make new records are written before the ledger's lock is held. */
export interface Drafting<Decision> {
  /** Whether a decision can be: nothing of what it records has the instant of the change to be found by. */
  readonly mayDraft: (decided: Decision) => boolean;
  /** Commits beforehand what decisions share with the changes of others, so that neither waits for the other. */
  readonly prepare: (database: Database, decided: readonly Decision[]) => Promise<void>;
  readonly record: (draft: Recorder, decided: readonly Decision[]) => Promise<void>;
  /** The ids of the partners or organizations that a decision is about. */
  readonly ownersOf: (decided: Decision) => readonly string[];
  /** Whether an entry made since the lines were judged may make them be judged otherwise. */
  readonly isOvertaken: (by: LedgerEntry, lines: DraftedLines) => boolean;
}

/** What drafted lines are about. */
export interface DraftedLines {
  readonly owners: ReadonlySet<string>;
  /** Whether lines are about what one of these keys stands for. */
  readonly areAbout: (keys: readonly string[]) => boolean;
  /** Whether a quota holds for who sent them, so that what others add counts. */
  readonly areCounted: boolean;
}
