import { PostgresServer } from "../test/support/postgres-server.ts";
import { Processes } from "./processes.ts";
import type { Result } from "./result.ts";

/** Measures with processes of one database; `environment` is what a process needs to reach it. */
type Measurement = (
  processes: Processes,
  database: string,
  environment: NodeJS.ProcessEnv,
) => Promise<readonly Result[]>;

/** Measures with the embedded database, then with a durable PostgreSQL of its own. */
export async function onEachDatabase(measure: Measurement): Promise<readonly Result[]> {
  const embedded = await Processes.during((processes) => measure(processes, "embedded database", {}));
  const postgres = new PostgresServer({ durable: true });
  await postgres.create();
  try {
    const environment = { DATABASE_URL: postgres.urlOf("postgres") };
    return [
      ...embedded,
      ...(await Processes.during((processes) => measure(processes, "PostgreSQL", environment))),
    ];
  } finally {
    await postgres.destroy();
  }
}
