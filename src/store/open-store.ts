import { err, ok, type Refusal, type Result } from "../result.ts";
import { openArchive } from "./archive/open-archive.ts";
import type { Database } from "./database.ts";
import { checkEncoding } from "./database-encoding.ts";
import { type DatabaseFaultCode, refusingFaults } from "./database-faults.ts";
import { type DamageRefusal, unlessDamaged } from "./embedded/damage.ts";
import { type EmbeddedRefusal, openEmbedded } from "./embedded/embedded-database.ts";
import type { S3Location } from "./files/s3-location.ts";
import { findUnknownMigration, newerThanProgram } from "./migrate-store.ts";
import { openPostgresql } from "./postgresql/postgresql-database.ts";
import type { OnStatement, Store } from "./store.ts";

export type StoreRefusal =
  | EmbeddedRefusal
  | DatabaseFaultCode
  | "database_not_utf8"
  | "database_newer_than_program";

/** Where the database is: a PostgreSQL URL, or null for the embedded one in `<dataDirectory>/database`. */
export interface StoreLocation {
  readonly databaseUrl: string | null;
  /** The password for a URL that has none, or null. */
  readonly databasePassword?: string | null;
  /** The embedded database, and without a bucket the archive of the ledger. */
  readonly dataDirectory: string;
  /** The bucket of the archive of the ledger, or null for the data directory. */
  readonly s3?: S3Location | null;
  readonly onStatement?: OnStatement | undefined;
}

/**
 * Opens the database, without changing its schema (see `migrateStore`). Refuses what a person can correct:
 * `data_directory_not_writable`, `data_directory_not_private`, `data_directory_not_lockable`, `data_directory_in_use`,
 * `database_damaged`, `database_not_utf8`, `database_newer_than_program`, and what keeps a PostgreSQL from being used.
 */
export function openStore(location: StoreLocation): Promise<Result<Store, Refusal<StoreRefusal>>> {
  return refusingFaults(async () => {
    const opened = await open(location);
    if (!opened.ok) return opened;
    const store = opened.value;
    return unlessDamaged(store.kind, location.dataDirectory, () => refuseUnfit(store));
  });
}

/** Closes a store that cannot be used: of another encoding, migrated by a newer program, or not to be read. */
async function refuseUnfit(store: Store): Promise<Result<Store, Refusal<StoreRefusal>>> {
  try {
    const fitting = await checkDatabase(store.database);
    if (fitting.ok) return ok(store);
    await store.close();
    return fitting;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function checkDatabase(database: Database): Promise<Result<null, Refusal<StoreRefusal>>> {
  const encoding = await checkEncoding(database);
  if (!encoding.ok) return encoding;
  const unknown = await findUnknownMigration(database);
  return unknown === null ? ok(null) : err(newerThanProgram(unknown));
}

function open({
  databaseUrl,
  databasePassword = null,
  dataDirectory,
  s3 = null,
  onStatement,
}: StoreLocation): Promise<Result<Store, Refusal<StoreRefusal>>> {
  const archive = openArchive(dataDirectory, s3);
  return databaseUrl === null
    ? openEmbedded(dataDirectory, { archive, onStatement })
    : openPostgresql(databaseUrl, { password: databasePassword, archive, onStatement });
}

/** As {@link refusingFaults} and {@link unlessDamaged}: for work of a start or a command with an open store. */
export function unlessUnusable<Value, Reason>(
  kind: Store["kind"],
  dataDirectory: string,
  work: () => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason | Refusal<DatabaseFaultCode | DamageRefusal>>> {
  return refusingFaults(() => unlessDamaged(kind, dataDirectory, work));
}
