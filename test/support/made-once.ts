import { join } from "node:path";
import { inject } from "vitest";
import { makeOnce } from "./once.ts";

/** The paths that this process has asked for, by name. */
const asked = new Map<string, Promise<string>>();

/**
 * The path of a file or folder that takes long to make and is the same for all tests of a run: the first that needs it
 * makes it, and the others wait for it. Tests must not change it.
 */
export function madeOnce(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(inject("runFolder"), name);
  const known = asked.get(name) ?? makeOnce(path, make).then(() => path);
  asked.set(name, known);
  return known;
}
