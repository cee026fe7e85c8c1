import { parentPort, Worker, workerData } from "node:worker_threads";
import { askAtPace, askOn } from "./kept-load.ts";
import type { Load } from "./load-shape.ts";
import { askOnNewConnections } from "./new-connection-load.ts";

/** The result of a load. */
export interface Measured {
  readonly answers: number;
  readonly perSecond: number;
  /** The milliseconds that each request took from its planned instant; empty without a fixed rate. */
  readonly latencies: Float64Array;
}

/** Runs a load in a thread of its own. */
export function run(load: Load): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: load });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function measure(load: Load): Promise<Measured> {
  const startedAt = performance.now();
  const { kind } = load;
  const latencies = typeof kind === "object" ? await askAtPace(load, kind.perSecond) : new Float64Array();
  const answers =
    typeof kind === "object"
      ? latencies.length
      : kind === "kept"
        ? await askOn(load)
        : await askOnNewConnections(load, kind);
  return { answers, perSecond: (1000 * answers) / (performance.now() - startedAt), latencies };
}

parentPort?.postMessage(await measure(workerData as Load));
