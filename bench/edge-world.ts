import { EDGE_KEY_OF_BENCH } from "./edge-key.ts";
import type { BenchServer, Processes } from "./processes.ts";
import { makePaths } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
/** The number of paths: of enough organizations to be far apart in memory. */
const PATHS = 16_384;

/** A server with a world of a million organizations, for edges to begin from, and what is asked of both. */
export interface EdgeWorld {
  readonly server: BenchServer;
  /** What an edge over this server is started with. */
  readonly environment: NodeJS.ProcessEnv;
  readonly organizations: number;
  readonly paths: readonly string[];
  /** The same checks, each of an installation that is named and noted. */
  readonly namedPaths: readonly string[];
}

/** Starts the server. */
export async function startEdgeWorld(processes: Processes): Promise<EdgeWorld> {
  const order = { organizations: ORGANIZATIONS, certificate: null };
  const server = await processes.server("./world-server.js", order);
  const origin = `http://127.0.0.1:${server.port}`;
  const paths = makePaths(ORGANIZATIONS, PATHS);
  return {
    server,
    environment: { SLUICE_EDGE_KEY: EDGE_KEY_OF_BENCH, SLUICE_ORIGIN_URL: origin },
    organizations: ORGANIZATIONS,
    paths,
    namedPaths: paths.map((path, number) => `${path}&installation=desktop-${number}`),
  };
}
