import type { LineShape } from "../../contract/bulk-data.ts";
import type { Instant } from "../../instant.ts";
import type { Refusal, Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { Actor } from "../../tenancy/actor.ts";

/** Decides about some lines, in their order; it may remember the lines before. `at` is when they would be in force. */
export type DecideLines<Line, Ready> = (
  database: Database,
  lines: readonly Line[],
  at: Instant,
) => Promise<readonly Result<Ready, Refusal>[]>;

/** One kind of import: what its lines hold, who may send it, and what becomes of a line. */
export interface ImportKind<Line, Ready> {
  readonly shape: LineShape<Line>;
  /** Whether the actor may import these at all. */
  readonly permit: (actor: Actor) => Result<true, Refusal>;
  /** Begins with the first line of a file. */
  readonly decider: (actor: Actor) => DecideLines<Line, Ready>;
  readonly record: (transaction: Change, ready: readonly Ready[]) => Promise<void>;
}
