import { inTurn, measureServer } from "./in-turn.ts";
import { type BenchServer, Processes } from "./processes.ts";
import { compared, median, type Result } from "./result.ts";
import { sampleAnswer } from "./sample-answer.ts";
import { makePaths } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
/** The number of paths: of enough organizations to be far apart in memory. */
const PATHS = 16_384;
const CONNECTIONS = 32;
const ROUNDS = 9;
const ROUND_MS = 1_000;
/** The pace of every server, well below what each of them can do, so that the load never hides what waking it costs. */
const PER_SECOND = 4_000;
/** The largest ratios of CPU times: of a check to bare `node:http`, and of a named installation to one without a name. */
const MOST = { plain: 1.2, named: 1.3 };

/**
 * The CPU time for an answer of a process that only answers installations, against bare `node:http` with the same bytes: all
 * asked at the same pace, in turns.
 */
export function benchAnswers(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const answering = await processes.server("./answering-server.js", { organizations: ORGANIZATIONS });
    const paths = makePaths(ORGANIZATIONS, PATHS);
    const named = paths.map((path, number) => `${path}&installation=desktop-${number}`);
    const sample = await sampleAnswer(answering.port, paths);
    const bare = await processes.server("./bare-server.js", { ...sample, certificate: null });
    const times = await inTurn(ROUNDS, {
      bare: measure(bare, paths),
      plain: measure(answering, paths),
      named: measure(answering, named),
    });
    const row = (name: string, mostRatio: number) => ({ name, unit: "µs", goal: null, mostRatio }) as const;
    const bytes = `the same headers and a body of ${sample.body.length} bytes`;
    const name = `CPU time of bare node:http for an answer, ${bytes}, at ${PER_SECOND} a second`;
    return [
      { name, value: median(times.bare), unit: "µs", ratio: null, goal: null },
      compared(row(PLAIN, MOST.plain), times.plain, times.bare),
      compared(row(NAMED, MOST.named), times.named, times.plain),
    ];
  });
}

const PLAIN = `the same for a check, a process that only answers, ${ORGANIZATIONS.toLocaleString("en")} organizations`;
const NAMED = "the same for a check of an installation that is named and noted, against one without a name";

function measure(server: BenchServer, paths: readonly string[]): () => Promise<number> {
  return async () => {
    const load = { port: server.port, paths, connections: CONNECTIONS, milliseconds: ROUND_MS };
    return (await measureServer(server, { ...load, kind: { perSecond: PER_SECOND } })).cpuMicroseconds;
  };
}
