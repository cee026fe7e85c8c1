import type { Refusal, Result } from "../result.ts";
import type { Change } from "../store/ledger/change.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Attempt } from "../tenancy/attempt.ts";

/** What a command gives: what there is afterwards, or why it is refused (R26). */
export type CommandResult<Outcome> = Promise<Result<Outcome, Refusal>>;

/** How one kind of command is done. */
export interface Definition<Command, Outcome> {
  /** Whether the actor's role does this at all, known before anything is loaded; left out where something must be loaded first. */
  readonly permit?: (actor: Actor) => Result<true, Refusal>;
  /** Loads what the decision needs, decides, and records the change with its ledger entry, where anything differs. */
  readonly perform: (change: Change, attempt: Attempt, command: Command) => CommandResult<Outcome>;
}
