import type { Command } from "../commands/command.ts";
import type { Instant } from "../instant.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Attempt } from "../tenancy/attempt.ts";

/** Commands that an actor will try at an instant, accepted or refused together. */
export interface PlannedChange extends Attempt {
  readonly commands: readonly Command[];
}

export function planChange(at: Instant, actor: Actor, command: Command): PlannedChange {
  return { at, actor, commands: [command] };
}

/** Sorts changes by time; equal instants are moved apart by milliseconds, so that each is a change of its own. */
export function inOrder(changes: readonly PlannedChange[]): readonly PlannedChange[] {
  let last = 0;
  return [...changes]
    .sort((a, b) => a.at - b.at)
    .map((change) => {
      last = Math.max(last + 1, change.at);
      return { ...change, at: last as Instant };
    });
}
