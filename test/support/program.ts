import { join } from "node:path";
// @ts-expect-error a script without types
import { isBuilt } from "../../scripts/prepare.mjs";

const root = join(import.meta.dirname, "..", "..");

/**
 * The arguments with which Node runs `sluice` as a process of its own: the built program if it is up to date, as under
 * `npm test`; else the sources, which take some seconds more to start.
 */
export const SLUICE: readonly string[] = programOf("sluice.mjs", "cli");

/** The same for `sluice-edge`. */
export const EDGE: readonly string[] = programOf("sluice-edge.mjs", "edge");

/** The file of `sluice-edge` for runtimes that run the sources as they are. */
export const EDGE_FILE: string = fileOf("sluice-edge.mjs", "edge");

function programOf(command: string, room: string): readonly string[] {
  const file = fileOf(command, room);
  return isBuilt() ? [file] : ["--import", "tsx", file];
}

function fileOf(command: string, room: string): string {
  return isBuilt() ? join(root, "bin", command) : join(root, "src", room, "main.ts");
}
