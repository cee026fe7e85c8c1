import type { Build } from "./build.ts";

/** `App-45.4.1-full.nupkg`: an id, the version, and whether it is whole. */
const NAME = /^([\w.-]+?)-(\d+(?:\.\d+){0,3}(?:-[A-Za-z0-9][\w.-]*)?)-(full|delta)\.nupkg$/i;

/** What the name of a package says, or null if it is none of Squirrel's and Velopack's names. */
export interface NupkgName {
  readonly packageId: string;
  readonly version: string;
  readonly kind: "full" | "delta";
}

export function parseNupkgName(fileName: string): NupkgName | null {
  const [, packageId, version, kind] = NAME.exec(fileName) ?? [];
  if (packageId === undefined || version === undefined || kind === undefined) return null;
  return { packageId, version, kind: kind.toLowerCase() === "full" ? "full" : "delta" };
}

/**
 * The package id of a build, or null if it has none: what was said for this protocol, or what its file name says, unless
 * it was said to be for the other protocol alone.
 */
export function packageIdOf(
  { updaters, fileName }: Build,
  updater: "squirrel-windows" | "velopack",
): string | null {
  const said = updaters[updater];
  const isOfOther = said === undefined && (updaters.velopack ?? updaters["squirrel-windows"]) !== undefined;
  if (isOfOther) return null;
  return said?.packageId ?? parseNupkgName(fileName)?.packageId ?? null;
}
