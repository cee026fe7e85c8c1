import { type Build, NO_EXTRAS } from "../catalog/build.ts";
import { PACKAGE_FORMATS } from "../catalog/platform.ts";
import { NO_LIMITS, type Release } from "../catalog/release.ts";
import { formatVersion } from "../catalog/version.ts";
import type { Command } from "../commands/command.ts";
import { TARGETS } from "../fleet/targets.ts";
import type { Chance } from "./chance.ts";
import type { ReleaseDates } from "./simulation-wish.ts";
import { anySystems } from "./system-ranges.ts";

/** A new release; its id is its version, so that reports are readable. */
export function newRelease({ version, automaticAt, slowAt }: ReleaseDates, state: Release["state"]): Release {
  const id = formatVersion(version);
  return { id, version, automaticAt, slowAt, rolloutDays: 0, critical: null, notes: "", state, ...NO_LIMITS };
}

/** The commands that create a release and add its builds. */
export function enterRelease(release: Release, builds: readonly Build[]): readonly Command[] {
  const { id: releaseId } = release;
  return [
    { kind: "create_release", release },
    ...builds.map(({ id, ...build }): Command => ({ kind: "add_build", id, releaseId, build })),
  ];
}

/** How many of a hundred releases have no build for the rarest target. */
const WITHOUT_THE_RAREST = 20;

/** One build for each target, hosted elsewhere; the last target's is missing at times, and some are not for every system. */
export function newBuilds(chance: Chance, { id: releaseId, automaticAt }: Release): readonly Build[] {
  const targets = chance.percent(WITHOUT_THE_RAREST) ? TARGETS.slice(0, -1) : TARGETS;
  return targets.map(({ platform, arch }) => {
    const format = PACKAGE_FORMATS[platform][0];
    const fileName = `App-${releaseId}-${arch}.${format}`;
    return {
      id: chance.uuid(),
      releaseId,
      platform,
      arch,
      format,
      fileName,
      size: 1,
      sha256: null,
      sha512: "",
      ...NO_EXTRAS,
      ...anySystems(chance, platform),
      addedAt: automaticAt,
      url: `https://builds.example/${fileName}`,
    };
  });
}
