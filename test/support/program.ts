import { join } from "node:path";
// @ts-expect-error a script without types
import { isBuilt } from "../../scripts/prepare.mjs";

const root = join(import.meta.dirname, "..", "..");

/**
 * The arguments with which Node runs `sluice` as a process of its own: the built program if it is up to date, as under
 * `npm test`; else the sources, which take some seconds more to start.
 */
export const SLUICE: readonly string[] = isBuilt()
  ? [join(root, "bin", "sluice.mjs")]
  : ["--import", "tsx", join(root, "src", "cli", "main.ts")];
