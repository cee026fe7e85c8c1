import { extname } from "node:path";
import { Worker } from "node:worker_threads";

/** What runs such a file where it is not built: in tests. */
const SOURCE = new URL("../../scripts/source-in-threads.mjs", import.meta.url);

/** Starts a thread whose program is a file beside the caller's: `from` is the caller's address, `name` the file's without its extension. */
export function startThread(from: string, name: string, workerData: unknown): Worker {
  const program = new URL(`./${name}${extname(from)}`, from);
  if (extname(from) !== ".ts") return new Worker(program, { execArgv: [], workerData });
  return new Worker(SOURCE, { execArgv: [], argv: [program.href], workerData });
}
