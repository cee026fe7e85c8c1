import { type Build, NO_EXTRAS } from "../catalog/build.ts";
import { type BuildMisfit, checkBuild } from "../catalog/build-fit.ts";
import { readOsVersion } from "../catalog/os-version.ts";
import type { PackageFormat } from "../catalog/platform.ts";
import { NO_LIMITS, type Release } from "../catalog/release.ts";
import { UPDATER_NEEDS, updatersInstalling, updatersMadeFor } from "../catalog/updater-needs.ts";
import type { Companion, Updater } from "../catalog/updaters.ts";
import type { Version } from "../catalog/version.ts";
import { toInstant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { FoundBuild, FoundCompanion } from "./found-build.ts";
import { type CarriedDetails, NOTHING_CARRIED } from "./of-release.ts";

/** What a build lacks so that the updaters of a protocol accept it. */
export interface Lacking {
  readonly fileName: string;
  readonly updater: Updater;
  readonly needs: readonly string[];
}

/** What builds lack of the protocols that others of them were made for. */
export function lackingOf(builds: readonly FoundBuild[]): readonly Lacking[] {
  const all = builds.map((build) => toBuild(build, { ...NOTHING_CARRIED, updaters: build.updaters }));
  const used = updatersMadeFor(all);
  return all.flatMap((build) =>
    updatersInstalling(build)
      .filter((updater) => used.includes(updater) && !UPDATER_NEEDS[updater].isMetBy(build))
      .map((updater) => ({ fileName: build.fileName, updater, needs: UPDATER_NEEDS[updater].needs })),
  );
}

/**
 * Whether a build and its companions fit a release, as the server will ask. Refuses `os_range_empty`, `details_do_not_fit`
 * and `companion_does_not_fit`, with the name of the file.
 */
export function checkFit(
  build: FoundBuild,
  carried: CarriedDetails,
  version: Version,
): Result<null, Refusal<BuildMisfit>> {
  const checked = checkBuild(toBuild(build, carried), releaseOf(version));
  if (checked.ok) return ok(null);
  const { code, message } = checked.error;
  return err(refuse(code, `${build.path}: ${message}`));
}

/** The build that a file would become; its digests are not known yet, and there all the same. */
function toBuild(found: FoundBuild, carried: CarriedDetails): Build {
  const { appVersion, minimumOsVersion, maximumOsVersion, updaters } = carried;
  const { platform, arch, format, fileName, size } = found;
  const digests = { sha256: "", sha512: "", proofs: { sha1: "" } };
  const companions = found.companions.map(toCompanion);
  return {
    ...NO_EXTRAS,
    id: "",
    releaseId: "",
    url: null,
    addedAt: toInstant(0),
    platform,
    arch,
    format: format as PackageFormat,
    fileName,
    size,
    ...digests,
    appVersion,
    minimumOsVersion: readOsVersion(minimumOsVersion),
    maximumOsVersion: readOsVersion(maximumOsVersion),
    updaters,
    companions,
  };
}

function toCompanion({ kind, fileName, size, from, edSignature }: FoundCompanion): Companion {
  return { kind, fileName, size, sha256: "", sha512: "", sha1: "", from, edSignature };
}

/** A release of a version: nothing else of it matters to what builds carry. */
function releaseOf(version: Version): Release {
  const dates = { automaticAt: toInstant(0), slowAt: null, rolloutDays: 0 };
  return { id: "", version, ...dates, critical: null, notes: "", state: "planned", ...NO_LIMITS };
}
