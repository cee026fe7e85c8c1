import { type Build, NO_EXTRAS } from "../catalog/build.ts";
import type { PackageFormat } from "../catalog/platform.ts";
import { UPDATER_NEEDS } from "../catalog/updater-needs.ts";
import { UPDATERS, type Updater } from "../catalog/updaters.ts";
import { toInstant } from "../instant.ts";
import type { FoundBuild } from "./found-build.ts";

/** What a build lacks so that the updaters of a protocol accept it. */
export interface Lacking {
  readonly fileName: string;
  readonly updater: Updater;
  readonly needs: readonly string[];
}

/** What builds lack of the protocols that others of them were made for. */
export function lackingOf(builds: readonly FoundBuild[]): readonly Lacking[] {
  const all = builds.map(toBuild);
  const used = UPDATERS.filter((updater) => all.some((build) => UPDATER_NEEDS[updater].isSaidBy(build)));
  return all.flatMap((build) =>
    used
      .filter((updater) => UPDATER_NEEDS[updater].formats[build.platform]?.includes(build.format))
      .filter((updater) => !UPDATER_NEEDS[updater].isMetBy(build))
      .map((updater) => ({ fileName: build.fileName, updater, needs: UPDATER_NEEDS[updater].needs })),
  );
}

/** The build that a file would become; its digests are not known yet, and there all the same. */
function toBuild({ platform, arch, format, fileName, size, updaters }: FoundBuild): Build {
  const digests = { sha256: "", sha512: "", proofs: { sha1: "" } };
  const { appVersion, companions } = NO_EXTRAS;
  return {
    ...{ id: "", releaseId: "", platform, arch, format: format as PackageFormat, fileName, size },
    ...{ ...digests, appVersion, updaters, companions, url: null, addedAt: toInstant(0) },
  };
}
