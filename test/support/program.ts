import { join } from "node:path";
// @ts-expect-error a script without types
import { isBuilt } from "../../scripts/prepare.mjs";

const root = join(import.meta.dirname, "..", "..");

/**
 * What Node is given to run `sluice` as a process of its own: the program as it is built, where that is up to date, as under
 * `npm test`; else the sources, which take some seconds more to start.
 */
export const SLUICE: readonly string[] = isBuilt()
  ? [join(root, "bin", "sluice.mjs")]
  : ["--import", "tsx", join(root, "src", "cli", "main.ts")];
