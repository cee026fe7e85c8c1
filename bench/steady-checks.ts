import { once } from "node:events";
import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { percentile } from "./result.ts";

/** The time between the planned instants of two checks. */
const PACE_MS = 5;
/** The longest wait of a second in which nothing else goes on, on a busy machine, and for how many seconds it is waited for. */
const CALM_MS = 50;
const MOST_TRIES = 30;

/** How long checks waited for their answers while something else went on, in milliseconds. */
export interface Waits {
  readonly longest: number;
  readonly p99: number;
}

/** A check every 5 ms from a thread of its own, so that a server that does not answer shows. */
export class SteadyChecks {
  readonly #worker: Worker;

  constructor(url: string, path: string) {
    this.#worker = new Worker(new URL(import.meta.url), { workerData: url + path });
  }

  /** Does some work, and gives how long checks waited meanwhile. */
  async during(work: () => Promise<unknown>): Promise<Waits> {
    await this.#take();
    await work();
    const waits = await this.#take();
    return { longest: Math.max(...waits), p99: percentile(waits, 0.99) };
  }

  /** Waits until a second has passed in which checks were answered at once, so that none waits for what was before. */
  async calm(): Promise<void> {
    let longest = Number.POSITIVE_INFINITY;
    for (let tries = 0; longest > CALM_MS && tries < MOST_TRIES; tries++) {
      longest = (await this.during(() => sleep(1_000))).longest;
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  /** The waits since this was called last. */
  async #take(): Promise<readonly number[]> {
    this.#worker.postMessage("take");
    const [waits] = (await once(this.#worker, "message")) as [readonly number[]];
    return waits;
  }
}

/** Asks at a steady pace, whether answers come or not, on as many connections as that takes. */
function askSteadily(url: string): void {
  let waits: number[] = [];
  parentPort?.on("message", () => {
    parentPort?.postMessage(waits);
    waits = [];
  });
  const agent = new Agent({ keepAlive: true });
  setInterval(async () => {
    const from = performance.now();
    while (!(await isAnswered(url, agent)));
    waits.push(performance.now() - from);
  }, PACE_MS);
}

/** Whether a check was answered; a server that did not hear for seconds may have ended the connection. */
function isAnswered(url: string, agent: Agent): Promise<boolean> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode === 200) response.resume().once("end", () => resolve(true));
      else reject(new Error(`${url} answered ${response.statusCode}`));
    }).once("error", () => resolve(false));
  });
}

if (parentPort !== null) askSteadily(workerData as string);
