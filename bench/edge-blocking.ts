import { PostgresServer } from "../test/support/postgres-server.ts";
import { CHECK_OF_NOBODY, measureWaits, prepareServer, worksOf } from "./blocking.ts";
import { hasSeparateCores, stayAnywhere, stayOn } from "./cores.ts";
import { EDGE_KEY_OF_BENCH } from "./edge-key.ts";
import { Processes } from "./processes.ts";
import type { Result } from "./result.ts";
import { SteadyChecks } from "./steady-checks.ts";

/** The works that change the most organizations: what an edge follows. */
const WORKS = ["an import of", "a bulk change of", "a partner's default over"];

/**
 * The waits of checks on an edge while the server behind it imports and changes, over PostgreSQL; the floor is the same without
 * the work. Where that is possible, server and PostgreSQL have one core, and edge and load another, as if an edge had a machine
 * of its own: else a check waits for a core, too.
 */
export async function benchEdgeBlocking(): Promise<readonly Result[]> {
  const isApart = hasSeparateCores();
  if (isApart) stayOn(CORE_OF_SERVER);
  const postgres = new PostgresServer({ durable: true });
  await postgres.create();
  try {
    return await Processes.during((processes) => measure(processes, postgres.urlOf("postgres"), isApart));
  } finally {
    await postgres.destroy();
    if (isApart) stayAnywhere();
  }
}

const CORE_OF_SERVER = "0";
const CORE_OF_EDGE = "1";

async function measure(
  processes: Processes,
  databaseUrl: string,
  isApart: boolean,
): Promise<readonly Result[]> {
  const key = { SLUICE_EDGE_KEY: EDGE_KEY_OF_BENCH };
  const { visitor, partnerId } = await prepareServer(
    processes,
    Object.assign({ DATABASE_URL: databaseUrl }, key),
  );
  if (isApart) stayOn(CORE_OF_EDGE);
  const edge = await processes.edge(Object.assign({ SLUICE_ORIGIN_URL: visitor.url }, key));
  const checks = new SteadyChecks(edge.url, CHECK_OF_NOBODY);
  const works = worksOf(visitor, partnerId).filter(
    ([name]) => WORKS.some((begin) => name.startsWith(begin)) && !name.endsWith("users"),
  );
  const where = `an edge over PostgreSQL, ${isApart ? "with the load on a core of its own" : "all on the same cores"}`;
  return measureWaits(checks, where, works);
}
