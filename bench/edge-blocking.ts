import { PostgresServer } from "../test/support/postgres-server.ts";
import { CHECK_OF_NOBODY, measureWaits, prepareServer, worksOf } from "./blocking.ts";
import { EDGE_KEY_OF_BENCH } from "./edge-key.ts";
import { Processes } from "./processes.ts";
import type { Result } from "./result.ts";
import { SteadyChecks } from "./steady-checks.ts";

/** The works that change the most organizations: what an edge follows. */
const WORKS = ["an import of", "a bulk change of", "a partner's default over"];

/** The waits of checks on an edge while the server behind it imports and changes, over PostgreSQL; the floor is the same without the work. */
export async function benchEdgeBlocking(): Promise<readonly Result[]> {
  const postgres = new PostgresServer({ durable: true });
  await postgres.create();
  try {
    return await Processes.during((processes) => measure(processes, postgres.urlOf("postgres")));
  } finally {
    await postgres.destroy();
  }
}

async function measure(processes: Processes, databaseUrl: string): Promise<readonly Result[]> {
  const key = { SLUICE_EDGE_KEY: EDGE_KEY_OF_BENCH };
  const { visitor, partnerId } = await prepareServer(
    processes,
    Object.assign({ DATABASE_URL: databaseUrl }, key),
  );
  const edge = await processes.edge(Object.assign({ SLUICE_ORIGIN_URL: visitor.url }, key));
  const checks = new SteadyChecks(edge.url, CHECK_OF_NOBODY);
  const works = worksOf(visitor, partnerId).filter(
    ([name]) => WORKS.some((begin) => name.startsWith(begin)) && !name.endsWith("users"),
  );
  return measureWaits(checks, "an edge over PostgreSQL", works);
}
