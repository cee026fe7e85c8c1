import { sql } from "kysely";
import type { Store } from "./store.ts";

/** So many entries in one change make what the planner knows of the tables out of date. */
const MANY = 1_000;

/**
 * The embedded database has nobody who counts its rows in the background, as PostgreSQL does; so it is told after much
 * has changed. The change is made by then: a failure here takes nothing of it back, and costs no more than slower lists.
 */
export async function renewStatistics(store: Store, entries: number): Promise<void> {
  if (store.kind !== "embedded" || entries < MANY) return;
  const analyzed = sql`analyze organizations (id, name_key, created_at, cadence, legacy_frequency, lineup_id),
      organization_partners (organization_id, partner_id), lineup_partners`.execute(store.database);
  await analyzed.catch(() => undefined);
}
