import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "vitest";

const MEGABYTE = 1024 * 1024;
/** What code that ran for the first time may keep, and what a test itself holds. */
const OWN_MEGABYTES = 24;

/** What a process has in memory right now; the second of two like loads finds room in what the first one took. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** What this process holds, and the servers in it; what nobody holds is swept before. */
export function heldMegabytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MEGABYTE;
}

/** Memory is back where it was. */
export function expectMemoryBack(before: number): void {
  expect(heldMegabytes() - before, "megabytes more than before").toBeLessThan(OWN_MEGABYTES);
}
