import { formatSemver, isUnreadable, parseRunningVersion } from "../catalog/running-version.ts";
import type { Updaters } from "../catalog/updaters.ts";
import { compareVersions, type Version } from "../catalog/version.ts";
import type { FoundBuild } from "./found-build.ts";
import { compareKnown } from "./known-version.ts";

/** The versions of the builds of a folder, the newest first, each once. */
export function versionsOf(builds: readonly FoundBuild[]): readonly string[] {
  const versions = [...new Set(builds.flatMap(({ version }) => (version === null ? [] : [version])))];
  const sorted = versions.sort((a, b) => compareKnown(parseRunningVersion(b), parseRunningVersion(a)));
  return sorted.filter((version, index) => index === 0 || !isSame(version, sorted[index - 1] ?? ""));
}

/** The builds of a version; what says no version was written with the newest one. */
export function buildsOfVersion(
  builds: readonly FoundBuild[],
  version: string | null,
): readonly FoundBuild[] {
  const [newest] = versionsOf(builds);
  const isNewest = version === null || (newest !== undefined && isSame(version, newest));
  return builds.filter((build) =>
    build.version === null ? isNewest : version !== null && isSame(build.version, version),
  );
}

/**
 * The version of a folder that is the release's own, or null if none is: the same numbers, or the first of them where an
 * app says fewer (46.9.0 of the release 46.9.0.35800).
 */
export function versionOfRelease(versions: readonly string[], release: Version): string | null {
  const same = versions.find((version) => compareToRelease(version, release) === "same");
  return same ?? versions.find((version) => compareToRelease(version, release) === "begins") ?? null;
}

/** How what an app calls itself stands to a release. */
export function compareToRelease(text: string, release: Version): "same" | "begins" | "other" {
  const said = parseRunningVersion(text);
  if (isUnreadable(said) || "label" in said) return "other";
  if (compareVersions(said, release) === 0) return "same";
  const begins =
    said.parts.length >= 2 && said.parts.every((part, index) => part === (release.parts[index] ?? 0));
  return begins ? "begins" : "other";
}

/** What a build carries in a release. */
export interface CarriedDetails {
  /** The version that the app calls itself, or null if it is that of the release or nothing says it. */
  readonly appVersion: string | null;
  /** R32: the oldest and the newest version of its system, as the API writes them, or null if nothing says it. */
  readonly minimumOsVersion: string | null;
  readonly maximumOsVersion: string | null;
  readonly updaters: Updaters;
}

/** What a build carries of which nothing is said. */
export const NOTHING_CARRIED: CarriedDetails = {
  appVersion: null,
  minimumOsVersion: null,
  maximumOsVersion: null,
  updaters: {},
};

/** What a build that was found carries in a release: versions that are the release's own are left out. */
export function detailsIn(build: FoundBuild, release: Version): CarriedDetails {
  const { version, isVersionSaid, minimumOsVersion, maximumOsVersion, updaters } = build;
  const isOwn = version === null || !isVersionSaid || compareToRelease(version, release) === "same";
  const { velopack, tauri } = updaters;
  return {
    appVersion: isOwn ? null : version,
    minimumOsVersion,
    maximumOsVersion,
    updaters: {
      ...updaters,
      ...(velopack && { velopack: withoutOwn(velopack, release) }),
      ...(tauri && { tauri: withoutOwn(tauri, release) }),
    },
  };
}

function withoutOwn<Details extends { readonly version?: string | undefined }>(
  { version, ...rest }: Details,
  release: Version,
): Details {
  const isOwn = version === undefined || version === formatSemver(release);
  return (isOwn ? rest : { ...rest, version }) as Details;
}

function isSame(a: string, b: string): boolean {
  return a === b || compareKnown(parseRunningVersion(a), parseRunningVersion(b)) === 0;
}
