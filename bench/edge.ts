import { type Contender, contest } from "./contest.ts";
import { startEdgeWorld } from "./edge-world.ts";
import { startNginx } from "./nginx.ts";
import { startPeers } from "./peers.ts";
import { Processes } from "./processes.ts";
import type { Result } from "./result.ts";
import { sampleAnswer } from "./sample-answer.ts";

/** The largest ratios of CPU times: of a check to bare `node:http`, and of a named installation to one without a name. */
const MOST = { plain: 1.2, named: 1.3 };

/**
 * The CPU time for an answer and the most answers a second: an edge and a server with a million organizations, against bare
 * `node:http`; beside them nginx, and update servers of others. Who is not on this machine is left out, and said.
 */
export function benchEdge(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const world = await startEdgeWorld(processes);
    const { server, paths, namedPaths } = world;
    const edge = await processes.edge(world.environment);
    const sample = await sampleAnswer(edge.port, paths);
    const bare = await processes.server("./bare-server.js", { ...sample, certificate: null });
    const nginx = await startNginx(processes, sample);
    if (nginx === null) console.error("  There is no nginx here: its rows are left out.");
    const bytes = `the same headers and a body of ${sample.body.length} bytes`;
    const of = `${world.organizations.toLocaleString("en")} organizations`;
    return contest({
      bare: { name: `bare node:http, ${bytes}`, asked: bare, paths },
      edge: { name: `edge, ${of}`, asked: edge, paths, mostCpu: MOST.plain },
      named: {
        name: "edge, each check of an installation that is noted, against one without a name",
        asked: edge,
        paths: namedPaths,
        mostCpu: MOST.named,
        against: "edge",
      },
      server: { name: `server, ${of}`, asked: server, paths },
      ...(nginx && floorsOf(nginx, paths)),
      ...(await startPeers(processes)),
    });
  });
}

function floorsOf(
  { returned, file }: NonNullable<Awaited<ReturnType<typeof startNginx>>>,
  paths: readonly string[],
): Readonly<Record<string, Contender>> {
  return {
    returned: { name: "nginx, return 200 with the same", asked: returned, paths },
    file: { name: "nginx, the same as a static file", asked: file, paths },
  };
}
