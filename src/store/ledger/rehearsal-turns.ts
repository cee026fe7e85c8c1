import type { ActorReference } from "../../tenancy/actor.ts";
import type { Database } from "../database.ts";

/** The last rehearsal of each customer, each partner and the vendor that is under way or waits; by database. */
const LAST = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * Does the work of a rehearsal after those that the same customer, partner or vendor asked for before: so of each of them at
 * most one has or awaits the ledger's lock in this process, and however many it asks for, changes of others wait for one.
 */
export async function inTurn<Value>(
  database: Database,
  { partnerId, organizationId }: ActorReference,
  work: () => Promise<Value>,
): Promise<Value> {
  const lasts = LAST.get(database) ?? new Map<string, Promise<unknown>>();
  LAST.set(database, lasts);
  const whose = partnerId ?? organizationId ?? "vendor";
  const done = (lasts.get(whose) ?? Promise.resolve()).then(work);
  const last = done.then(ignore, ignore);
  lasts.set(whose, last);
  try {
    return await done;
  } finally {
    if (lasts.get(whose) === last) lasts.delete(whose);
  }
}

function ignore(): void {
  // Whoever asked for it is told.
}
