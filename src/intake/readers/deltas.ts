import { formatKnownVersion, isUnreadable, parseRunningVersion } from "../../catalog/running-version.ts";
import type { DeltaFact } from "../found-file.ts";
import { compareKnown } from "../known-version.ts";

/** A package in a list of packages, whole or as a difference from the one before it. */
export interface ListedPackage {
  readonly fileName: string;
  readonly packageId: string;
  readonly version: string;
  readonly isDelta: boolean;
}

/**
 * What a delta begins with and leads to, as Squirrel and Velopack make them: from the newest whole package that is older,
 * to the whole one of its own version. Undefined if the list has one of them not, or for a whole package.
 */
export function deltaOf(one: ListedPackage, all: readonly ListedPackage[]): DeltaFact | undefined {
  if (!one.isDelta) return undefined;
  const whole = all.filter(({ isDelta, packageId }) => !isDelta && packageId === one.packageId);
  const to = whole.find(({ version }) => version === one.version);
  const [from] = whole
    .map(({ version }) => parseRunningVersion(version))
    .filter((version) => !isUnreadable(version))
    .filter((version) => compareKnown(version, parseRunningVersion(one.version)) < 0)
    .sort((a, b) => compareKnown(b, a));
  if (!to || !from || isUnreadable(from)) return undefined;
  return { of: to.fileName, from: formatKnownVersion(from), edSignature: null };
}
