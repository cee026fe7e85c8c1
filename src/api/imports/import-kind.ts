import type { DecideMany } from "../../commands/batch.ts";
import type { LineShape } from "../../contract/bulk-data.ts";
import type { Refusal, Result } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { Actor } from "../../tenancy/actor.ts";

/** One kind of import: what its lines hold, who may send it, and what becomes of a line. */
export interface ImportKind<Line, Decision> {
  readonly shape: LineShape<Line>;
  /** Whether the actor may import these at all. */
  readonly permit: (actor: Actor) => Result<true, Refusal>;
  /** Decides about some lines, in their order; begins with the first line of a file, and may remember the lines before. */
  readonly decider: (actor: Actor) => DecideMany<Line, Decision>;
  readonly record: (transaction: Change, decided: readonly Decision[]) => Promise<void>;
}
