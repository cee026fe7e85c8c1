import { extname } from "node:path";
import { Worker } from "node:worker_threads";

const SOURCE = new URL("../../scripts/source-in-threads.mjs", import.meta.url);

/**
 * Starts a thread whose program is a file beside the caller's: `from` is the caller's address, `name` the file's without
 * its extension. That is `.js`, or `.ts` where the source runs as it is, in tests.
 */
export function startThread(from: string, name: string, workerData: unknown): Worker {
  const extension = extname(from);
  const execArgv = extension === ".ts" ? ["--import", SOURCE.href] : [];
  return new Worker(new URL(`./${name}${extension}`, from), { execArgv, workerData });
}
