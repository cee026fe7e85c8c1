import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Tables } from "./database.ts";
import { endWhenOverdue } from "./overdue-answers.ts";
import { listenOnPostgresql } from "./postgresql-listener.ts";
import type { ConnectionUse, Store } from "./store.ts";
import { COLUMN_PARSERS } from "./tables/columns.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 10;
/**
 * Session settings with which the database ends the transaction of a server that vanishes, and so releases the ledger's
 * lock.
 */
const SESSION = [
  ...["timezone=UTC", "idle_in_transaction_session_timeout=15s"],
  ...["tcp_keepalives_idle=10", "tcp_keepalives_interval=3", "tcp_keepalives_count=3"],
];

/** Opens a PostgreSQL server by its URL and checks that it answers; refuses `database_unreachable`. */
export async function openPostgresql(
  databaseUrl: string,
): Promise<Result<Store, Refusal<"database_unreachable">>> {
  try {
    const store = toStore(databaseUrl);
    try {
      await sql`select 1`.execute(store.database);
      return ok(store);
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    return err(refuse("database_unreachable", unreachable(error)));
  }
}

function toStore(databaseUrl: string): Store {
  const options: pg.ClientConfig = {
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: "sluice",
    options: SESSION.map((setting) => `-c ${setting}`).join(" "),
  };
  const pool = new pg.Pool({ ...options, max: MAX_CONNECTIONS, types: { getTypeParser } });
  ignoreLostConnections(pool);
  pool.on("connect", (client) => endWhenOverdue(client, options));
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: "postgresql",
    database,
    listen: (onWake) => listenOnPostgresql(options, onWake),
    connections: () => useOf(pool),
    close: () => database.destroy(),
  };
}

function useOf({ totalCount, idleCount, waitingCount }: pg.Pool): ConnectionUse {
  return {
    most: MAX_CONNECTIONS,
    used: totalCount - idleCount,
    idle: idleCount,
    waiting: waitingCount,
  };
}

/** The next query reports a lost connection; without a listener the event would end the process. */
function ignoreLostConnections(pool: pg.Pool): void {
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
}

function getTypeParser(type: number, format?: "text" | "binary"): (text: string) => unknown {
  return COLUMN_PARSERS[type] ?? pg.types.getTypeParser(type, format as "text");
}

/** The driver's message, without the URL, which holds the password. */
function unreachable(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return `The database at DATABASE_URL does not answer (${message || code}); set it to the postgres:// URL of a running PostgreSQL that accepts its user and password.`;
}
