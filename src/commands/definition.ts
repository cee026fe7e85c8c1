import type { Refusal, Result } from "../result.ts";
import type { Change } from "../store/ledger/change.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Attempt } from "../tenancy/attempt.ts";

/** The result of a command: its outcome, or the refusal (R26). */
export type CommandResult<Outcome> = Promise<Result<Outcome, Refusal>>;

/** How one kind of command is performed. */
export interface Definition<Command, Outcome> {
  /** Whether the actor's role permits this, before anything is loaded; left out if that depends on what is loaded. */
  readonly permit?: (actor: Actor) => Result<true, Refusal>;
  /** Loads what the decision needs, decides, and records the change with its ledger entry if anything differs. */
  readonly perform: (change: Change, attempt: Attempt, command: Command) => CommandResult<Outcome>;
}
