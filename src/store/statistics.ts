import { sql } from "kysely";
import type { Store } from "./store.ts";

/** The entries of one change after which the planner's statistics are out of date. */
const MANY = 1_000;

/**
 * Renews the statistics of the embedded database after a large change; PostgreSQL does so itself in the background. The
 * change is committed by then: a failure here does not undo it, and costs no more than slower lists.
 */
export async function renewStatistics(store: Store, entries: number): Promise<void> {
  if (store.kind !== "embedded" || entries < MANY) return;
  const analyzed = sql`analyze organizations (id, name_key, created_at, cadence, legacy_frequency, lineup_id),
      organization_partners (organization_id, partner_id), lineup_partners`.execute(store.database);
  await analyzed.catch(() => undefined);
}
