import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findSponsorChains } from "../../store/tables/sponsor-table.ts";
import type { Actor } from "../../tenancy/actor.ts";

/** An account that something is done for, and what its owner does instead. */
interface ManagedAccount {
  readonly id: string;
  readonly instead: string;
}

/**
 * Refuses `own_account` for what is done for others alone: in a stolen session it would open the account for good,
 * without the password. Tokens that the owner made, and those that these made, are refused it, too: a session can make one.
 */
export async function refuseOwnAccount(
  database: Database,
  actor: Actor,
  { id, instead }: ManagedAccount,
  at: Instant,
): Promise<Result<true, Refusal<"own_account">>> {
  const chain = (await findSponsorChains(database, [actor.id], at)).get(actor.id);
  const isOwn = actor.id === id || chain?.ids.includes(id) === true;
  return isOwn ? err(refuse("own_account", `This is your own account; ${instead}.`)) : ok(true);
}
