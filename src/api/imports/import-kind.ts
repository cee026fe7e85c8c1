import type { DecideMany } from "../../commands/batch.ts";
import type { LineShape } from "../../contract/bulk-data.ts";
import type { Refusal, Result } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { QuotaNumbers } from "../../tenancy/quota.ts";
import type { LineIdentity } from "./line-identity.ts";

/** One kind of import: the shape of its lines, who may send it, and how lines are decided and recorded. */
export interface ImportKind<Line, Decision> {
  readonly shape: LineShape<Line>;
  /** Whether the actor may import these at all. */
  readonly permit: (actor: Actor) => Result<true, Refusal>;
  /** Makes what decides the lines of one file, batch by batch in their order; it may remember earlier lines. */
  readonly decider: (actor: Actor, quotas: QuotaNumbers) => DecideMany<Line, Decision>;
  /** How it is known whether what a line makes is there already; null if the lines make nothing. */
  readonly identity: LineIdentity<Line> | null;
  readonly record: (transaction: Change, decided: readonly Decision[]) => Promise<void>;
}
