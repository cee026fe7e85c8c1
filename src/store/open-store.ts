import { err, ok, type Refusal, type Result } from "../result.ts";
import type { Database } from "./database.ts";
import { checkEncoding } from "./database-encoding.ts";
import { type EmbeddedRefusal, openEmbedded } from "./embedded/embedded-database.ts";
import { findUnknownMigration, newerThanProgram } from "./migrate-store.ts";
import { openPostgresql } from "./postgresql-database.ts";
import type { Store } from "./store.ts";

export type StoreRefusal =
  | EmbeddedRefusal
  | "database_unreachable"
  | "database_not_utf8"
  | "database_newer_than_program";

/** Where the database is: a PostgreSQL URL, or null for the embedded one in `<dataDirectory>/database`. */
export interface StoreLocation {
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
}

/**
 * Opens the database, without changing its schema (see `migrateStore`). Refuses what a person can correct:
 * `data_directory_not_writable`, `data_directory_in_use`, `database_unreachable`, `database_not_utf8`,
 * `database_newer_than_program`.
 */
export async function openStore(location: StoreLocation): Promise<Result<Store, Refusal<StoreRefusal>>> {
  const opened = await open(location);
  if (!opened.ok) return opened;
  const fitting = await checkDatabase(opened.value.database);
  if (fitting.ok) return ok(opened.value);
  await opened.value.close();
  return fitting;
}

async function checkDatabase(database: Database): Promise<Result<null, Refusal<StoreRefusal>>> {
  const encoding = await checkEncoding(database);
  if (!encoding.ok) return encoding;
  const unknown = await findUnknownMigration(database);
  return unknown === null ? ok(null) : err(newerThanProgram(unknown));
}

function open({ databaseUrl, dataDirectory }: StoreLocation): Promise<Result<Store, Refusal<StoreRefusal>>> {
  return databaseUrl === null ? openEmbedded(dataDirectory) : openPostgresql(databaseUrl);
}
