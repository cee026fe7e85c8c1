import { reaches } from "../../commands/people/reaches.ts";
import { actorChangeOf } from "../../ledger/about.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { Database } from "../../store/database.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";

/**
 * An entry as the actor may read it. When an administrator's scope changes, it may come from outside the actor's
 * subtree, or leave it; the state outside is left out.
 */
export async function toSeen(database: Database, actor: Actor, entry: LedgerEntry): Promise<LedgerEntry> {
  const change = actorChangeOf(entry);
  if (!change || levelOf(actor.role) === "vendor") return entry;
  const { before, after } = change;
  if (!before || !after || scopeOf(before) === scopeOf(after)) return entry;
  return {
    ...entry,
    ...(!(await reaches(database, actor, before.id, before)) && { before: null }),
    ...(!(await reaches(database, actor, after.id, after)) && { after: null }),
  };
}

function scopeOf({ partnerId, organizationId, organizationIds }: Actor): string {
  return JSON.stringify([partnerId, organizationId, organizationIds]);
}
