import type { Change } from "../../store/ledger/change.ts";
import { listAdministrators } from "../../store/tables/administrator-table.ts";
import { forgetExternalActorsAt } from "../../store/tables/external-actor-table.ts";
import { deleteSessionsAt } from "../../store/tables/session-table.ts";
import { listTokens } from "../../store/tables/token-table.ts";
import type { Actor } from "../../tenancy/actor.ts";

const BATCH = 500;

/** A partner or an organization that is removed. */
type RemovedScope = Pick<Actor, "partnerId" | "organizationId">;

/**
 * Removes the tokens, administrators and sessions whose scope is a removed partner or organization. Gives the ids of all
 * that could act there.
 */
export async function recordPeopleRemoval(
  transaction: Change,
  scope: RemovedScope,
  action: string,
): Promise<readonly string[]> {
  const { database } = transaction;
  const removed: string[] = [];
  const { partnerId, organizationId } = scope;
  const whose = partnerId === null ? { organizationId: organizationId ?? "" } : { partnerId };
  for (;;) {
    const tokens = await listTokens(database, { ...whose, max: BATCH });
    for (const before of tokens) {
      await transaction.record({ subject: "token", id: before.id, action, before, after: null });
      removed.push(before.id);
    }
    if (tokens.length < BATCH) break;
  }
  for (;;) {
    const people = await listAdministrators(database, { ...scope, organizationIds: null }, { max: BATCH });
    for (const before of people) {
      await transaction.record({ subject: "administrator", id: before.id, action, before, after: null });
      removed.push(before.id);
    }
    if (people.length < BATCH) break;
  }
  await deleteSessionsAt(database, scope);
  return [...removed, ...(await forgetExternalActorsAt(database, scope))];
}
