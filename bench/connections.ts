import { makeCertificate } from "./certificate.ts";
import { inTurn, measureServer } from "./in-turn.ts";
import type { LoadKind } from "./load-shape.ts";
import { type BenchServer, Processes } from "./processes.ts";
import { compared, median, type Result } from "./result.ts";
import { sampleAnswer } from "./sample-answer.ts";
import { makePaths } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
const PATHS = 4_096;
const CONNECTIONS = 32;
const ROUNDS = 11;
const ROUND_MS = 500;
const GOAL = 0.9;

/** The ways to open a connection for one request, with the names of their rows for Sluice and for the yardstick. */
const REQUEST_ROUTES = [
  { kind: "fresh", check: "each with a new connection", bare: "bare node:http, a new connection each" },
  {
    kind: "tls",
    check:
      "each with a whole TLS 1.3 handshake (the fast check behind node:https; Sluice ends no TLS itself)",
    bare: "bare node:https, a whole handshake each",
  },
  {
    kind: "resumed",
    check: "each with a TLS 1.3 handshake that resumes a session (likewise)",
    bare: "bare node:https, a resumed handshake each",
  },
] as const satisfies readonly { kind: LoadKind; check: string; bare: string }[];

/** The update check on new connections, with and without TLS, against bare `node:http` and `node:https`. */
export function benchConnections(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const certificate = makeCertificate();
    const sluice = await processes.server("./world-server.js", { organizations: ORGANIZATIONS, certificate });
    const paths = makePaths(ORGANIZATIONS, PATHS);
    const sample = await sampleAnswer(sluice.port, paths);
    const bare = await processes.server("./bare-server.js", { ...sample, certificate });
    const results: Result[] = [];
    for (const way of REQUEST_ROUTES) results.push(...(await compare({ sluice, bare, paths }, way)));
    return results;
  });
}

interface Contenders {
  readonly sluice: BenchServer;
  readonly bare: BenchServer;
  readonly paths: readonly string[];
}

async function compare(
  { sluice, bare, paths }: Contenders,
  way: (typeof REQUEST_ROUTES)[number],
): Promise<readonly Result[]> {
  const { kind } = way;
  const measure = (server: BenchServer) => () => {
    const port = (kind === "fresh" ? server.port : server.tlsPort) ?? 0;
    return measureServer(server, { port, paths, connections: CONNECTIONS, milliseconds: ROUND_MS, kind });
  };
  const measured = await inTurn(ROUNDS, { bare: measure(bare), sluice: measure(sluice) });
  const [floor, ours] = [measured.bare, measured.sluice];
  const name = `update checks ${way.check}`;
  const rates = (rounds: typeof floor) => rounds.map((one) => one.perSecond);
  const times = (rounds: typeof floor) => rounds.map((one) => one.cpu.total);
  const cpu = { unit: "µs", goal: null } as const;
  const spent = "the server's CPU time for one";
  return [
    { name: way.bare, value: median(rates(floor)), ratio: null, goal: null },
    { ...cpu, name: `${way.bare}: ${spent}`, value: median(times(floor)), ratio: null },
    compared({ name, goal: GOAL }, rates(ours), rates(floor)),
    compared({ ...cpu, name: `${name}: ${spent}` }, times(ours), times(floor)),
  ];
}
