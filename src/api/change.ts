import type { Command } from "../commands/command.ts";
import { type OutcomeOf, perform as performIn, permit } from "../commands/perform.ts";
import { ok, type Refusal, type Result } from "../result.ts";
import type { Database } from "../store/database.ts";
import { type Change, changeStore } from "../store/ledger/change.ts";
import { type Actor, toActorReference } from "../tenancy/actor.ts";
import { inSpan } from "../tracing/spans.ts";
import type { Context, Guard } from "./context.ts";

/**
 * Performs a command as one accepted change (R26). `present` makes the answer inside the transaction, which it reads
 * from, so that the answer stored for a replay is that of this change; without it the answer is the command's outcome.
 */
export function perform<C extends Command>(
  context: Context,
  actor: Actor,
  command: C,
): Promise<Result<OutcomeOf<C["kind"]>, Refusal>>;
export function perform<C extends Command, Answer>(
  context: Context,
  actor: Actor,
  command: C,
  present: (outcome: OutcomeOf<C["kind"]>, database: Database) => Answer | Promise<Answer>,
): Promise<Result<Answer, Refusal>>;
export async function perform<C extends Command>(
  context: Context,
  actor: Actor,
  command: C,
  present: (outcome: OutcomeOf<C["kind"]>, database: Database) => unknown = (outcome) => outcome,
): Promise<Result<unknown, Refusal>> {
  // A caller that the role alone refuses does not wait for the ledger's lock.
  const permitted = permit(actor, command.kind);
  if (!permitted.ok) return permitted;
  return inSpan(`command ${command.kind}`, {}, () =>
    change(context, actor, async (transaction) => {
      const done = await performIn(transaction, actor, command);
      return done.ok ? ok(await present(done.value, transaction.database)) : done;
    }),
  );
}

/**
 * R26: one accepted change: what `work` records is committed with its ledger entries, or nothing is. When this resolves,
 * the very next check answers by it. `prepare` comes first in its transaction, while other changes go on.
 */
export async function change<Value>(
  context: Context,
  actor: Actor,
  work: Work<Value>,
  prepare?: (transaction: Database) => Promise<Result<true, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const result = await changeStore(
    context.store,
    { actor: toActorReference(actor), now: context.clock, quotas: context.config.quotas },
    guarded(context.rights, guarded(context.guard, work)),
    prepare,
  );
  if (result.ok) await answerByIt(context);
  else if (result.error.code === "outcome_unknown") context.log.error(result.error.message);
  return result;
}

type Work<Value> = (change: Change) => Promise<Result<Value, Refusal>>;

function guarded<Value>(guard: Guard | undefined, work: Work<Value>): Work<Value> {
  return guard ? (transaction) => guard.around(transaction, () => work(transaction)) : work;
}

/**
 * Waits until this server has applied the change. A committed change is accepted even if the database goes away before
 * that; it is then applied later.
 */
async function answerByIt({ follower, log }: Context): Promise<void> {
  try {
    await follower.catchUp();
  } catch (error) {
    log.warn({ err: error }, "a change is committed and cannot be read back yet");
  }
}
