import type { Refusal, Result } from "../result.ts";
import { type Change, changeStore } from "../store/change.ts";
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
  const result = await changeStore(
    context.store,
    { actor: toActorReference(actor), now: context.now() },
    work,
  );
  if (result.ok) await context.follower.catchUp();
  return result;
}
