import type { Instant } from "../instant.ts";
import type { Refusal, Result } from "../result.ts";
import type { Database } from "../store/database.ts";

/** Decides many commands in their order with few queries, for the instant `at`. Records nothing. */
export type DecideMany<Command, Decision> = (
  database: Database,
  commands: readonly Command[],
  at: Instant,
) => Promise<readonly Result<Decision, Refusal>[]>;
