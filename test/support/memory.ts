import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "vitest";

const MEGABYTE = 1024 * 1024;
/** What code keeps that ran for the first time, and what a test itself holds. */
const OWN_MEGABYTES = 24;

/** The resident memory of a process now; the second of two equal loads reuses what the first one allocated. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** The memory that this process and the servers in it hold, after a garbage collection. */
export function heldMegabytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MEGABYTE;
}

/** The memory of objects and texts that this process holds, after a garbage collection; bytes of buffers are freed later. */
export function heldHeapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / MEGABYTE;
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

/** Expects that memory is back where it was. */
export function expectMemoryBack(before: number): void {
  expect(heldMegabytes() - before, "megabytes more than before").toBeLessThan(OWN_MEGABYTES);
}
