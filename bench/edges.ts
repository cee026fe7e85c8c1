import { readFileSync } from "node:fs";
import { Agent, get, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { LedgerPosition } from "../src/ledger/entry.ts";
import { LEDGER_START } from "../src/ledger/hash.ts";
import { EDGE_HEADERS, EDGE_LIMITS, EDGE_PATHS, EDGE_PROTOCOL } from "../src/updates/edge-protocol.ts";
import { EDGE_KEY_OF_BENCH } from "./edge-key.ts";
import { Processes } from "./processes.ts";
import { compared, type Result } from "./result.ts";

const EDGES = 50;
/** Changes a second, for how many seconds, in how many rounds with and without edges in turn. */
const CHANGES_A_SECOND = 10;
const SECONDS = 8;
const ROUNDS = 5;
/** The length of a tick in Linux's own account of CPU time, in milliseconds. */
const TICK_MS = 10;

type Server = Awaited<ReturnType<Processes["sluice"]>>;

/** The CPU time that a change costs a server that edges follow, against the same server without. */
export async function benchEdges(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const server = await processes.sluice({ SLUICE_EDGE_KEY: EDGE_KEY_OF_BENCH, SLUICE_DEMO: "0" });
    const rounds = { alone: [] as number[], followed: [] as number[] };
    await costOfChange(server);
    for (let round = 0; round < ROUNDS; round++) {
      rounds.alone.push(await costOfChange(server));
      const edges = Array.from({ length: EDGES }, (_, number) => new Follower(server, `edge-${number}`));
      await sleep(1_000);
      rounds.followed.push(await costOfChange(server));
      await Promise.all(edges.map((edge) => edge.end()));
    }
    const name = (what: string) =>
      `CPU time of a server for each change, ${CHANGES_A_SECOND} changes a second, ${what}`;
    const alone = compared({ name: name("no edges"), unit: "ms", goal: null }, rounds.alone, rounds.alone);
    return [
      { ...alone, ratio: null },
      compared({ name: name(`${EDGES} edges`), unit: "ms", goal: null }, rounds.followed, rounds.alone),
    ];
  });
}

/** Makes changes at a pace; gives the milliseconds of CPU time that each cost. */
async function costOfChange(server: Server): Promise<number> {
  const before = cpuMilliseconds(server.pid);
  const begunAt = performance.now();
  const count = CHANGES_A_SECOND * SECONDS;
  for (let number = 0; number < count; number++) {
    await sleep(Math.max(0, begunAt + (number * 1_000) / CHANGES_A_SECOND - performance.now()));
    await change(server);
  }
  return (cpuMilliseconds(server.pid) - before) / count;
}

async function change({ url, token }: Server): Promise<void> {
  const body = JSON.stringify({ name: `Customer ${performance.now()}`, partnerIds: [] });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/v1/organizations`, { method: "POST", headers, body });
  if (answer.status !== 201 && answer.status !== 200)
    throw new Error(`a change was answered ${answer.status}`);
  await answer.text();
}

/** The CPU time that a process has used, in milliseconds. */
function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return TICK_MS * (Number(fields[11]) + Number(fields[12]));
}

/** What an edge does to follow a server, and nothing else. */
class Follower {
  readonly #server: Server;
  readonly #name: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #ending = new AbortController();
  readonly #following: Promise<void>;

  constructor(server: Server, name: string) {
    this.#server = server;
    this.#name = name;
    this.#following = this.#follow().catch((error) => {
      if (!this.#ending.signal.aborted) throw error;
    });
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#following;
    this.#agent.destroy();
  }

  async #follow(): Promise<void> {
    let position: LedgerPosition = LEDGER_START;
    while (!this.#ending.signal.aborted) {
      const lines = (await this.#ask(position)).split("\n").filter((line) => line !== "");
      const last = lines.at(-1);
      if (last === undefined) continue;
      const { sequence, hash } = JSON.parse(last);
      position = { sequence, hash };
    }
  }

  async #ask({ sequence, hash }: LedgerPosition): Promise<string> {
    const query = `after=${sequence}&hash=${hash}&max=${EDGE_LIMITS.entries}&wait=${EDGE_LIMITS.waitSeconds}`;
    const headers = {
      authorization: `Bearer ${EDGE_KEY_OF_BENCH}`,
      [EDGE_HEADERS.protocol]: EDGE_PROTOCOL,
      [EDGE_HEADERS.edge]: this.#name,
    };
    const { signal } = this.#ending;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const url = `${this.#server.url}${EDGE_PATHS.entries}?${query}`;
      get(url, { headers, agent: this.#agent, signal }, resolve).on("error", reject);
    });
    let text = "";
    for await (const part of answer.setEncoding("utf8")) text += part;
    if (answer.statusCode !== 200) throw new Error(`an edge was answered ${answer.statusCode}: ${text}`);
    return text;
  }
}
