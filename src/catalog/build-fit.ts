import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { CheckedBuild } from "./build.ts";
import { misfitOfCompanion } from "./companion-fit.ts";
import { DEBIAN_ARCHITECTURES, debianPackageOf, isOfItsArchitecture } from "./debian-package.ts";
import { parseMinisignSignature, signedVersion } from "./minisign.ts";
import { compareNumbers } from "./number-order.ts";
import { compareOsVersions, formatOsVersion } from "./os-version.ts";
import type { Architecture } from "./platform.ts";
import type { Release } from "./release.ts";
import { formatSemver } from "./running-version.ts";
import { isSemver } from "./semver-text.ts";
import { readSignedAppcast, type SignedAppcast } from "./signed-appcast.ts";
import { UPDATER_NEEDS } from "./updater-needs.ts";
import type { UpdaterDetails, Updaters } from "./updaters.ts";
import { formatVersion } from "./version.ts";

/** Why what is said of a build does not fit it. */
export type BuildMisfit = "companion_does_not_fit" | "details_do_not_fit" | "os_range_empty";

/** The most companion files of one build. */
const MOST_COMPANIONS = 100;

/** What is wrong with the details of a protocol, in words, or null if they fit the build. */
type Misfit<Details> = (details: Details, build: CheckedBuild, release: Release) => string | null;

const fits = () => null;

/** Each protocol's details with what of the build they must agree with. */
const MISFITS: { readonly [Key in keyof UpdaterDetails]: Misfit<UpdaterDetails[Key]> } = {
  electron: ({ blockMapSize }, { size }) =>
    blockMapSize === undefined || blockMapSize < size
      ? null
      : `blockMapSize: the block map is a part of the file, so it has less than its ${size} bytes`,
  "squirrel-windows": fits,
  msix: ({ architecture }, { arch }) =>
    architecture === undefined || architecture === "neutral" || runsOn(architecture, arch)
      ? null
      : `architecture: "${architecture}" does not run on the build's ${arch}; give the one of the file's manifest, or add the build for its own architecture`,
  tauri: ({ signature }, build, release) => {
    const announced = announcedByTauri(build, release);
    if (!isSemver(announced)) return notSemver(announced);
    const parsed = parseMinisignSignature(signature);
    const signed = parsed && signedVersion(parsed);
    if (signed === null || signed === announced) return null;
    return `signature: the version ${signed} was signed, and ${announced} would be announced, which newer Tauri apps refuse; give ${signed} as updaters.tauri.version`;
  },
  velopack: ({ version }, { appVersion }) => {
    const said = version ?? appVersion;
    return said === null || isSemver(said) ? null : notSemver(said);
  },
  sparkle: misfitOfSparkle,
  winsparkle: fits,
  omaha: fits,
  apt: (apt, { arch }) => {
    const said = debianPackageOf({ updaters: { apt } })?.architecture ?? "";
    return isOfItsArchitecture({ updaters: { apt }, arch })
      ? null
      : `control: Architecture is "${said}", and a build for ${arch} has ${DEBIAN_ARCHITECTURES[arch]} or all`;
  },
};

function misfitOfSparkle(
  details: UpdaterDetails["sparkle"],
  build: CheckedBuild,
  release: Release,
): string | null {
  const { minimumSystemVersion: least, maximumSystemVersion: most, signedItem } = details;
  if (least !== undefined && most !== undefined && compareNumbers(least, most) > 0) {
    return `maximumSystemVersion: ${most} is lower than the minimumSystemVersion ${least}`;
  }
  const read = signedItem === undefined ? null : readSignedAppcast(signedItem);
  const wrong = typeof read === "string" ? read : read && misfitOfItems(read, details, build, release);
  return wrong && `signedItem: ${wrong}`;
}

/** What of a signed appcast contradicts the build: it is sent as it is, and nobody else can write it anew. */
function misfitOfItems(
  { items }: SignedAppcast,
  { bundleVersion, edSignature }: UpdaterDetails["sparkle"],
  { size, appVersion }: CheckedBuild,
  release: Release,
): string | null {
  const [item] = items;
  if (!item || items.length > 1)
    return `it has exactly one item, that of this build, and this one has ${items.length}`;
  const own = bundleVersion ?? appVersion ?? formatVersion(release.version);
  if (item.version !== own) {
    return `its sparkle:version is ${item.version ?? "missing"}, and that of this build is ${own}; give CFBundleVersion as bundleVersion if it is another`;
  }
  if (item.length !== String(size))
    return `the length of its enclosure is ${item.length ?? "missing"}, and the file has ${size} bytes`;
  if (item.edSignature === null) return "its enclosure lacks the sparkle:edSignature";
  return edSignature === undefined || edSignature === item.edSignature
    ? null
    : "the edSignature of its enclosure is another than the edSignature of this build";
}

function notSemver(announced: string): string {
  return `version: ${announced} would be announced, and its updaters read only semver, such as 46.10.1; give the version that they shall read`;
}

/** The version that a Tauri app is told of: the one that was signed, that of the app, or that of the release. */
function announcedByTauri({ updaters, appVersion }: CheckedBuild, release: Release): string {
  return updaters.tauri?.version ?? appVersion ?? formatSemver(release.version);
}

/**
 * Whether everything that a build carries fits its file and its release, so that no updater finds out that it does not.
 * Refuses `os_range_empty`, `details_do_not_fit` and `companion_does_not_fit`. Signatures are not verified here.
 */
export function checkBuild<Checked extends CheckedBuild>(
  build: Checked,
  release: Release,
): Result<Checked, Refusal<BuildMisfit>> {
  const { minimumOsVersion: least, maximumOsVersion: most } = build;
  if (least !== null && most !== null && compareOsVersions(least, most) > 0) {
    const message = `maximumOsVersion: ${formatOsVersion(most)} is older than the minimumOsVersion ${formatOsVersion(least)}; use the same version or a newer one`;
    return err(refuse("os_range_empty", message));
  }
  for (const updater of Object.keys(build.updaters) as (keyof Updaters)[]) {
    const wrong = misfitOf(updater, build, release);
    if (wrong !== null) return err(refuse("details_do_not_fit", `updaters.${updater}: ${wrong}`));
  }
  if (build.companions.length > MOST_COMPANIONS) {
    const message = `A build has at most ${MOST_COMPANIONS} companion files; delete those that no updater needs any more.`;
    return err(refuse("companion_does_not_fit", message));
  }
  for (const companion of build.companions) {
    const wrong = misfitOfCompanion(companion, build, release);
    if (wrong !== null) return err(refuse("companion_does_not_fit", `${companion.fileName}: ${wrong}`));
  }
  return ok(build);
}

function misfitOf<Key extends keyof UpdaterDetails>(
  updater: Key,
  build: CheckedBuild,
  release: Release,
): string | null {
  const details = build.updaters[updater];
  if (details === undefined) return null;
  const { platform, format } = build;
  const formats = UPDATER_NEEDS[updater].formats[platform] ?? [];
  if (!formats.includes(format)) {
    const which =
      formats.length === 0 ? `nothing on ${platform}` : `only ${formats.join(", ")} on ${platform}`;
    return `its updaters install ${which}, and this build is ${format}; leave it out here`;
  }
  const misfit: Misfit<UpdaterDetails[Key]> = MISFITS[updater];
  return misfit(details as UpdaterDetails[Key], build, release);
}

function runsOn(architecture: "x64" | "arm64" | "x86", arch: Architecture): boolean {
  return architecture === arch || (architecture === "x86" && arch === "x64");
}
