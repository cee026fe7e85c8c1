import { type Contender, contest } from "./contest.ts";
import { type EdgeWorld, startEdgeWorld } from "./edge-world.ts";
import { installed, nodeOf } from "./on-demand.ts";
import { type Command, Processes } from "./processes.ts";
import type { Result } from "./result.ts";
import { sampleAnswer } from "./sample-answer.ts";

/** The least ratio of the most answers of the fastest runtime to those of bare `node:http` on Node 20. */
const LEAST_RATE = 1.5;
const LINES = [20, 24];
/** The runtimes beside Node: the versions that test/api/runtimes/runtime.ts tries, and how they start a program. */
const OTHERS = {
  bun: { version: "1.4.4", start: ["run"] },
  deno: { version: "2.9.6", start: ["run", "--allow-all", "--no-lock"] },
} as const;

/** What runs the edge: its name, and its command without the file. */
interface Runtime {
  readonly name: string;
  readonly command: Command;
}

/** The edge on Node 20 and 24, Bun and Deno, against bare `node:http` on Node 20. What cannot run here is left out, and said. */
export function benchRuntimes(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const world = await startEdgeWorld(processes);
    const contenders: Record<string, Contender> = {};
    for (const line of LINES) Object.assign(contenders, await bareOn(processes, world, line));
    for (const line of LINES)
      Object.assign(contenders, await edgeOn(processes, world, () => nodeRuntime(line)));
    Object.assign(contenders, await edgeOn(processes, world, () => otherRuntime("bun")));
    Object.assign(contenders, await edgeOn(processes, world, () => otherRuntime("deno")));
    return contest(contenders);
  });
}

/** Bare `node:http` on a Node, with an answer of the server. */
async function bareOn(
  processes: Processes,
  { server, paths }: EdgeWorld,
  line: number,
): Promise<Readonly<Record<string, Contender>>> {
  const { version, program } = await nodeOf(line);
  const sample = await sampleAnswer(server.port, paths);
  const asked = await processes.server("./bare-server.js", { ...sample, certificate: null }, program);
  const bytes = `the same headers and a body of ${sample.body.length} bytes`;
  return { [`bare ${line}`]: { name: `bare node:http on Node ${version}, ${bytes}`, asked, paths } };
}

/** The edge on a runtime; nothing if it does not start. */
async function edgeOn(
  processes: Processes,
  { environment, paths }: EdgeWorld,
  find: () => Promise<Runtime>,
): Promise<Readonly<Record<string, Contender>>> {
  try {
    const { name, command } = await find();
    const asked = await processes.edge(environment, command);
    return { [name]: { name: `edge on ${name}`, asked, paths, leastRate: LEAST_RATE } };
  } catch (error) {
    console.error(`  The edge does not start there, so its rows are left out: ${error}`);
    return {};
  }
}

async function nodeRuntime(line: number): Promise<Runtime> {
  const { version, program } = await nodeOf(line);
  return { name: `Node ${version}`, command: [program] };
}

/** Bun or Deno, from npm. */
async function otherRuntime(name: keyof typeof OTHERS): Promise<Runtime> {
  const { version, start } = OTHERS[name];
  const folder = await installed([`${name}@${version}`], { withScripts: true });
  return { name: `${name} ${version}`, command: [`${folder}/node_modules/.bin/${name}`, ...start] };
}
