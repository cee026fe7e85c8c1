import { err, ok, type Refusal, type Result } from "../result.ts";
import { unlessDamaged } from "./embedded/damage.ts";
import { type EmbeddedRefusal, openEmbedded } from "./embedded/embedded-database.ts";
import { findUnknownMigration, newerThanProgram } from "./migrate-store.ts";
import { openPostgresql } from "./postgresql-database.ts";
import type { Store } from "./store.ts";

export type StoreRefusal = EmbeddedRefusal | "database_unreachable" | "database_newer_than_program";

/** Where the database is: a PostgreSQL URL, or null for the embedded one in `<dataDirectory>/database`. */
export interface StoreLocation {
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
}

/**
 * Opens the database, without changing its schema (see `migrateStore`). Refuses what a person can correct:
 * `data_directory_not_writable`, `data_directory_not_private`, `data_directory_not_lockable`, `data_directory_in_use`,
 * `database_damaged`, `database_unreachable`, `database_newer_than_program`.
 */
export async function openStore(location: StoreLocation): Promise<Result<Store, Refusal<StoreRefusal>>> {
  const opened = await open(location);
  if (!opened.ok) return opened;
  const store = opened.value;
  const known = await unlessDamaged(store.kind, location.dataDirectory, () => refuseNewer(store));
  if (known.ok) return ok(store);
  await store.close();
  return known;
}

async function refuseNewer({
  database,
}: Store): Promise<Result<null, Refusal<"database_newer_than_program">>> {
  const unknown = await findUnknownMigration(database);
  return unknown === null ? ok(null) : err(newerThanProgram(unknown));
}

function open({ databaseUrl, dataDirectory }: StoreLocation): Promise<Result<Store, Refusal<StoreRefusal>>> {
  return databaseUrl === null ? openEmbedded(dataDirectory) : openPostgresql(databaseUrl);
}
