import type { Instant } from "../instant.ts";
import { ok, type Refusal, type Result } from "../result.ts";
import type { Database } from "../store/database.ts";

/** Decides many commands in their order with few queries, for the instant `at`. Records nothing. */
export type DecideMany<Command, Decision> = (
  database: Database,
  commands: readonly Command[],
  at: Instant,
) => Promise<readonly Result<Decision, Refusal>[]>;

/** How many commands are decided, batch after batch. */
export interface Decider<Command, Decision> {
  readonly decide: DecideMany<Command, Decision>;
  /** Counts those of the decisions that are carried out, in their order. Refuses `quota_reached` for each one too many. */
  readonly count: (
    database: Database,
    decisions: readonly Decision[],
  ) => Promise<readonly Result<true, Refusal>[]>;
}

/** A decider of what no quota counts. */
export function uncounted<Command, Decision>(
  decide: DecideMany<Command, Decision>,
): Decider<Command, Decision> {
  return { decide, count: async (_database, decisions) => decisions.map(() => ok(true)) };
}

/** Decides one command, and counts it. */
export async function decideOne<Command, Decision>(
  { decide, count }: Decider<Command, Decision>,
  database: Database,
  command: Command,
  at: Instant,
): Promise<Result<Decision, Refusal>> {
  const [decided] = await decide(database, [command], at);
  if (!decided) throw new Error("one command has one decision");
  if (!decided.ok) return decided;
  const [within] = await count(database, [decided.value]);
  return within && !within.ok ? within : decided;
}
