import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";

/**
 * Refuses `own_account` for what is done for others alone: in a stolen session it would open the account for good,
 * without the password. `instead` says what its owner does.
 */
export function refuseOwnAccount(
  actor: Actor,
  id: string,
  instead: string,
): Result<true, Refusal<"own_account">> {
  if (actor.id !== id) return ok(true);
  return err(refuse("own_account", `This is your own account; ${instead}.`));
}
