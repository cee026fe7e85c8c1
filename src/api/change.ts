import type { Refusal, Result } from "../result.ts";
import { type Change, changeStore } from "../store/ledger/change.ts";
import { type Actor, toActorReference } from "../tenancy/actor.ts";
import type { Context } from "./context.ts";

/**
 * R26: one accepted change: what `work` records is committed with its ledger entries, or nothing is. When this resolves,
 * the very next check answers by it.
 */
export async function change<Value>(
  context: Context,
  actor: Actor,
  work: (change: Change) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const { guard } = context;
  const result = await changeStore(
    context.store,
    { actor: toActorReference(actor), now: context.now() },
    guard ? (transaction) => guard.around(transaction, () => work(transaction)) : work,
  );
  if (result.ok) await answerByIt(context);
  return result;
}

/** What is committed is accepted, also where the database goes away before this server has read it; it reads on later. */
async function answerByIt({ follower, log }: Context): Promise<void> {
  try {
    await follower.catchUp();
  } catch (error) {
    log.warn({ err: error }, "a change is committed and cannot be read back yet");
  }
}
