import { inTurn, measureServer } from "./in-turn.ts";
import { run } from "./load.ts";
import { type BenchServer, Processes } from "./processes.ts";
import { compared, median, percentile, type Result } from "./result.ts";
import { sampleAnswer } from "./sample-answer.ts";
import { makePaths, RELEASES, USERS_EACH } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
const CONNECTIONS = 32;
/** The number of paths: of enough organizations to be far apart in memory. */
const PATHS = 16_384;
const ROUNDS = 15;
const ROUND_MS = 500;
const PACED_ROUNDS = 5;
const PACED_MS = 2_000;
const GOAL = 0.9;
/** The ratio that counts as independent of the number of organizations. */
const FLAT = 0.95;
const MOST_P99_MS = 5;
const COUNTED = { hundredth: ORGANIZATIONS / 100, tenth: ORGANIZATIONS / 10, whole: ORGANIZATIONS };

/** The update check over HTTP with a million organizations in memory, against bare `node:http` with the same bytes. */
export function benchMillion(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const start = async (organizations: number) =>
      asker(await processes.server("./world-server.js", { organizations, certificate: null }), organizations);
    const whole = await start(COUNTED.whole);
    const sample = await sampleAnswer(whole.server.port, whole.paths);
    const bare = await processes.server("./bare-server.js", { ...sample, certificate: null });
    const servers = {
      bare: asker(bare, COUNTED.whole),
      hundredth: await start(COUNTED.hundredth),
      tenth: await start(COUNTED.tenth),
      whole,
    };
    const rows = await compareRates(servers, sample.body.length);
    const perSecond = Math.round((rows.find(({ name }) => name === WHOLE)?.value ?? 0) / 2);
    return [...rows, ...(await compareLatencies(servers.bare, whole, perSecond))];
  });
}

interface Asker {
  readonly server: BenchServer;
  readonly paths: readonly string[];
}

function asker(server: BenchServer, organizations: number): Asker {
  return { server, paths: makePaths(organizations, PATHS) };
}

const WHOLE = nameOf(COUNTED.whole);

function nameOf(organizations: number): string {
  const users = (organizations * USERS_EACH).toLocaleString("en");
  return `update checks over HTTP, ${organizations.toLocaleString("en")} organizations, ${users} users of whom 1% are on automatic upgrades, ${RELEASES} releases`;
}

async function compareRates(
  servers: Readonly<Record<keyof typeof COUNTED | "bare", Asker>>,
  bytes: number,
): Promise<readonly Result[]> {
  const measure =
    ({ server, paths }: Asker) =>
    () =>
      measureServer(server, {
        port: server.port,
        paths,
        connections: CONNECTIONS,
        milliseconds: ROUND_MS,
        kind: "kept",
      });
  const { bare, hundredth, tenth, whole } = await inTurn(ROUNDS, {
    bare: measure(servers.bare),
    hundredth: measure(servers.hundredth),
    tenth: measure(servers.tenth),
    whole: measure(servers.whole),
  });
  const rates = (rounds: typeof bare) => rounds.map((one) => one.perSecond);
  const times = (rounds: typeof bare) => rounds.map((one) => one.cpu.total);
  const against = (name: string, rounds: typeof bare) =>
    compared({ name, goal: GOAL }, rates(rounds), rates(bare));
  const flat = (organizations: number, rounds: typeof bare) => {
    const name = `flat: ${organizations.toLocaleString("en")} organizations against ${COUNTED.hundredth.toLocaleString("en")}`;
    return compared({ name, goal: FLAT }, rates(rounds), rates(hundredth));
  };
  const name = `bare node:http, the same headers and a body of ${bytes} bytes`;
  const cpu = { name: "the server's CPU time for one of these checks", unit: "µs", goal: null } as const;
  return [
    { name, value: median(rates(bare)), ratio: null, goal: null },
    against(nameOf(COUNTED.hundredth), hundredth),
    against(nameOf(COUNTED.tenth), tenth),
    against(WHOLE, whole),
    flat(COUNTED.tenth, tenth),
    flat(COUNTED.whole, whole),
    { ...cpu, name: "CPU time of bare node:http for an answer", value: median(times(bare)), ratio: null },
    compared(cpu, times(whole), times(bare)),
  ];
}

async function compareLatencies(bare: Asker, whole: Asker, perSecond: number): Promise<readonly Result[]> {
  const measure =
    ({ server: { port }, paths }: Asker) =>
    async () => {
      const kind = { perSecond };
      const { latencies } = await run({
        port,
        paths,
        connections: CONNECTIONS,
        milliseconds: PACED_MS,
        kind,
      });
      return latencies;
    };
  const measured = await inTurn(PACED_ROUNDS, { bare: measure(bare), whole: measure(whole) });
  const load = `at half of that load (${perSecond.toLocaleString("en")} a second), from the planned instant`;
  const rows = (share: number, goal: number | null) => {
    const [floor, ours] = [measured.bare, measured.whole].map((rounds) =>
      rounds.map((one) => percentile(one, share)),
    );
    const name = `p${share * 100} of an update check ${load}`;
    return [
      { name: `bare node:http, ${name}`, value: median(floor ?? []), unit: "ms", ratio: null, goal: null },
      compared({ name, unit: "ms", goal }, ours ?? [], floor ?? []),
    ] as const;
  };
  return [...rows(0.5, null), ...rows(0.99, MOST_P99_MS)];
}
