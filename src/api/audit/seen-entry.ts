import { reaches } from "../../commands/people/reaches.ts";
import type { Database } from "../../store/database.ts";
import type { LedgerEntry } from "../../store/ledger/ledger-table.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import type { Administrator } from "../../tenancy/administrator.ts";

/**
 * An entry as the actor may read it. Somebody who was given another place may come from outside the actor's subtree, or
 * leave it: what stood outside is left out, as if it was not there.
 */
export async function toSeen(database: Database, actor: Actor, entry: LedgerEntry): Promise<LedgerEntry> {
  if (entry.subject !== "administrator" || levelOf(actor.role) === "vendor") return entry;
  const { before, after } = entry;
  if (!before || !after || placeOf(before) === placeOf(after)) return entry;
  return {
    ...entry,
    before: (await reaches(database, actor, before)) ? before : null,
    after: (await reaches(database, actor, after)) ? after : null,
  };
}

function placeOf({ partnerId, organizationId, organizationIds }: Administrator): string {
  return JSON.stringify([partnerId, organizationId, organizationIds]);
}
