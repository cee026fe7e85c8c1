import type { CheckedBuild } from "./build.ts";
import { compareNumbers } from "./number-order.ts";
import { parseNupkgName } from "./nupkg-name.ts";
import type { PackageFormat } from "./platform.ts";
import type { Release } from "./release.ts";
import { compareSemver, isUnreadable, parseRunningVersion } from "./running-version.ts";
import type { Companion, CompanionKind } from "./updaters.ts";
import { formatVersion } from "./version.ts";

/** What is wrong with a companion, in words, or null if it fits. */
type Misfit = (companion: Companion, build: CheckedBuild, release: Release) => string | null;

const MISFITS: Readonly<Record<CompanionKind, Misfit>> = { blockmap: misfitOfBlockMap, delta: misfitOfDelta };

/** The formats whose block map is a file of its own; that of an AppImage is inside. */
const WITH_BLOCK_MAP: readonly PackageFormat[] = ["exe", "zip", "dmg"];

/** What is wrong with a companion file of a build, in words, or null if it fits. */
export function misfitOfCompanion(
  companion: Companion,
  build: CheckedBuild,
  release: Release,
): string | null {
  return MISFITS[companion.kind](companion, build, release);
}

function misfitOfBlockMap({ fileName, from, edSignature }: Companion, build: CheckedBuild): string | null {
  if (from !== null) return "from: a block map begins with no version; leave it out";
  if (edSignature !== null) return "edSignature: a block map has none; leave it out";
  if (build.url !== null) {
    return "a block map is asked for beside its file, and this one is hosted elsewhere; put it there";
  }
  if (!WITH_BLOCK_MAP.includes(build.format)) {
    return `a block map belongs to a build of ${WITH_BLOCK_MAP.join(", ")}; this one is ${build.format}`;
  }
  return fileName.endsWith(".blockmap") ? null : "fileName: the name of a block map ends in .blockmap";
}

function misfitOfDelta(companion: Companion, build: CheckedBuild, release: Release): string | null {
  if (companion.from === null) return "from: give the version that the delta begins with";
  if (build.format === "nupkg") return misfitOfPackage(companion, companion.from, build, release);
  if (build.platform !== "mac" || build.format === "pkg") {
    return `a delta belongs to a nupkg, or to a macOS app in an archive; this build is ${build.format} for ${build.platform}`;
  }
  if (!companion.fileName.endsWith(".delta")) return "fileName: the name of a macOS delta ends in .delta";
  return misfitOfBundleVersion(companion.from, build, release);
}

/** Deltas of Squirrel.Windows and Velopack. */
function misfitOfPackage(
  { fileName, edSignature }: Companion,
  from: string,
  build: CheckedBuild,
  release: Release,
): string | null {
  if (edSignature !== null) return "edSignature: a delta package has none; leave it out";
  const name = parseNupkgName(fileName);
  if (name?.kind !== "delta") return "fileName: a delta package is called such as App-46.10.1-delta.nupkg";
  const whole = parseNupkgName(build.fileName);
  if (whole && (whole.packageId !== name.packageId || whole.version !== name.version)) {
    return `fileName: the delta that leads to ${build.fileName} is called ${whole.packageId}-${whole.version}-delta.nupkg`;
  }
  const [begins, ends] = [from, name.version].map(parseRunningVersion);
  if (begins === undefined || isUnreadable(begins)) return `from: "${from}" is not a version`;
  const own = ends === undefined || isUnreadable(ends) ? release.version : ends;
  return compareSemver(begins, own) < 0 ? null : notOlder(from, name.version);
}

const NUMBERS = /^\d+(?:\.\d+)*$/;

/** Deltas of Sparkle and of Electron on macOS begin with the CFBundleVersion of an older app. */
function misfitOfBundleVersion(
  from: string,
  { updaters, appVersion }: CheckedBuild,
  release: Release,
): string | null {
  const own = updaters.sparkle?.bundleVersion ?? appVersion ?? formatVersion(release.version);
  const isOlder = NUMBERS.test(from) && NUMBERS.test(own) ? compareNumbers(from, own) < 0 : from !== own;
  if (isOlder) return null;
  const hint = updaters.sparkle?.bundleVersion === undefined ? BUNDLE_VERSION : "";
  return `${notOlder(from, own)}${hint}`;
}

const BUNDLE_VERSION =
  "; if CFBundleVersion is another number, give it first, as updaters.sparkle.bundleVersion";

function notOlder(from: string, own: string): string {
  return `from: a delta begins with an older version; ${from} is not older than ${own}`;
}
