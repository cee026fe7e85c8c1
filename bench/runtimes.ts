import { type Contender, contest } from "./contest.ts";
import { type EdgeWorld, startEdgeWorld } from "./edge-world.ts";
import { installed, nodeOf } from "./on-demand.ts";
import { type Command, Processes } from "./processes.ts";
import type { Result } from "./result.ts";
import { sampleAnswer } from "./sample-answer.ts";

/** The least ratio of the most answers of the fastest runtime to those of bare `node:http` on Node 20. */
const LEAST_RATE = 1.5;
const LINES = [20, 24];
const PACKAGES = { bun: "bun@1.4.5", deno: "deno@2.9.6" };

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
    Object.assign(contenders, await edgeOn(processes, world, bun));
    Object.assign(contenders, await edgeOn(processes, world, deno));
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

async function bun(): Promise<Runtime> {
  const folder = await installed([PACKAGES.bun], { withScripts: true });
  return { name: PACKAGES.bun, command: [`${folder}/node_modules/.bin/bun`] };
}

async function deno(): Promise<Runtime> {
  const folder = await installed([PACKAGES.deno], { withScripts: true });
  return { name: PACKAGES.deno, command: [`${folder}/node_modules/.bin/deno`, "run", "--allow-all"] };
}
