import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";

/** The paths that this process has asked for, by name. */
const asked = new Map<string, Promise<string>>();

/**
 * The path of a file or folder that takes long to make and is the same for all tests of a run: the first that needs it
 * makes it. Tests must not change it.
 */
export function madeOnce(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const known = asked.get(name) ?? makeUnlessThere(join(inject("runFolder"), name), make);
  asked.set(name, known);
  return known;
}

async function makeUnlessThere(path: string, make: (path: string) => Promise<void>): Promise<string> {
  if (existsSync(path)) return path;
  const own = `${path}-${process.pid}`;
  await make(own);
  try {
    await rename(own, path);
  } catch (error) {
    // Another worker was faster, and made the same.
    if (!existsSync(path)) throw error;
    await rm(own, { recursive: true });
  }
  return path;
}
