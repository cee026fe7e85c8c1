import { migrateStore } from "../migrate-store.ts";
import type { Store } from "../store.ts";
import { openInMemory } from "./embedded-database.ts";

/** A new database in memory, with the whole schema and no rows; takes seconds. */
export async function newInMemory(): Promise<Store> {
  const store = await openInMemory();
  const migrated = await migrateStore(store);
  if (!migrated.ok) throw new Error(migrated.error.message);
  return store;
}
