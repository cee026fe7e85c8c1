import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const SCRIPT = new URL("../../../scripts/install-packages.mjs", import.meta.url).href;
/** What was installed stays here for the next run. */
const FOLDER = new URL("../../../node_modules/.cache/sluice-bench/", import.meta.url).pathname;

/** The part of scripts/install-packages.mjs that is used here. */
interface Installing {
  readonly NEWEST_OF_LINE: Readonly<Record<number, string>>;
  installPackages(
    packages: readonly string[],
    folder: string,
    options?: { readonly withScripts?: boolean },
  ): Promise<void>;
  installNode(version: string, folder: string): Promise<string>;
  nodeIn(folder: string): string;
}

/**
 * A folder in which packages of npm are installed, such as `name@1.2.3`, which are no dependencies of the project; installed
 * once. Throws if they cannot be had.
 */
export async function installed(
  packages: readonly string[],
  options?: { readonly withScripts: boolean },
): Promise<string> {
  const { installPackages } = await installing();
  return once(packages.join("+"), (folder) => installPackages(packages, folder, options));
}

/** The newest Node of a line such as 24: its version and its program. Throws if it cannot be had. */
export async function nodeOf(line: number): Promise<{ readonly version: string; readonly program: string }> {
  const { NEWEST_OF_LINE, installNode, nodeIn } = await installing();
  const version = NEWEST_OF_LINE[line];
  if (version === undefined) throw new Error(`no version of Node ${line} is known`);
  if (version === process.versions.node) return { version, program: process.execPath };
  const place = await once(`node@${version}`, async (folder) => void (await installNode(version, folder)));
  return { version, program: nodeIn(place) };
}

function installing(): Promise<Installing> {
  return import(SCRIPT);
}

/** Fills a folder whole, or not at all. */
async function once(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(FOLDER, name.replaceAll("/", "_"));
  if (existsSync(folder)) return folder;
  const begun = `${folder}.${process.pid}`;
  mkdirSync(begun, { recursive: true });
  try {
    await fill(begun);
    renameSync(begun, folder);
  } finally {
    rmSync(begun, { recursive: true, force: true });
  }
  return folder;
}
