import { Kysely, PostgresDialect, sql } from "kysely";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { ArchivePlugin, type LedgerArchive } from "../archive/ledger-archive.ts";
import type { Tables } from "../database.ts";
import { type DatabaseFaultCode, refusingToOpen } from "../database-faults.ts";
import type { OnStatement, Store } from "../store.ts";
import { readDatabaseUrl } from "./database-url.ts";
import { PatientPool } from "./patient-pool.ts";
import { listenOnPostgresql } from "./postgresql-listener.ts";
import { Sessions } from "./session-client.ts";

/** What a PostgreSQL server is opened with. */
interface PostgresqlSurroundings {
  /** For a URL that has none, or null. */
  readonly password: string | null;
  /** The archive of its ledger. */
  readonly archive: LedgerArchive;
  readonly onStatement: OnStatement | undefined;
}

/**
 * Opens a PostgreSQL server by its URL, and checks that it answers. Refuses a URL that cannot be read, and what the server,
 * or the way to it, answers.
 */
export async function openPostgresql(
  databaseUrl: string,
  { password, ...around }: PostgresqlSurroundings,
): Promise<Result<Store, Refusal<DatabaseFaultCode>>> {
  const address = readDatabaseUrl(databaseUrl, password, process.env);
  if (!address.ok) return err(refuse("database_unreachable", `DATABASE_URL is wrong: ${address.error}.`));
  const sessions = new Sessions(address.value);
  const store = toStore(sessions, around);
  const opened = await refusingToOpen<string, never>(async () => ok(await readSearchPath(store)));
  if (opened.ok) sessions.keep("search_path", opened.value);
  else await store.close();
  return opened.ok ? ok(store) : opened;
}

/** Where the tables are: all connections look there, also if that of the role or the database is changed meanwhile. */
async function readSearchPath({ database }: Store): Promise<string> {
  const { rows } = await sql<{ path: string }>`select current_setting('search_path') as path`.execute(
    database,
  );
  return rows[0]?.path ?? "";
}

function toStore(
  sessions: Sessions,
  { archive, onStatement }: Omit<PostgresqlSurroundings, "password">,
): Store {
  const pool = new PatientPool(sessions);
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new ArchivePlugin(archive)],
    ...(onStatement && { log: onStatement }),
  });
  return {
    kind: "postgresql",
    database,
    listen: (onWake) => listenOnPostgresql(sessions, onWake),
    connections: () => pool.use,
    close: () => database.destroy(),
  };
}
