import { type Build, buildsFor } from "../../catalog/build.ts";
import { compareOsVersions, formatOsVersion, type OsVersion } from "../../catalog/os-version.ts";
import type { Reason } from "../reason.ts";
import type { Candidate, Gate } from "./gate.ts";
import { ALWAYS, NEVER } from "./opening.ts";

/** R32: a release is judged by the builds that are for the version of the operating system that the asker says. */
export const SYSTEM: Gate = {
  name: "system",
  rule: "R32",
  isPassedByCritical: false,
  isPassedByStep: false,
  holdsBack: false,
  opening: (candidate) => (isLeftOut(candidate) ? NEVER : ALWAYS),
  reason: misfitOf,
  trace: {
    some: "limited_to_systems",
    none: "no_system_is_left_out",
    isAbout: ({ builds }) =>
      builds.some(({ minimumOsVersion: least, maximumOsVersion: most }) => least !== null || most !== null),
  },
};

/** Whether there are builds for the asker's platform, and none of them for its system. */
function isLeftOut({ asker, build, entry }: Candidate): boolean {
  if (asker === null || asker.os === null || build !== null || entry.expectsBuilds) return false;
  return buildsFor(asker.target, entry.builds).length > 0;
}

/** Why none of the builds fits: the system is older than all of them need or, if not, newer than they are for. */
function misfitOf({ asker, entry }: Candidate): Reason | null {
  if (asker === null || asker.os === null) return null;
  const { os } = asker;
  const { version } = entry.release;
  const builds = buildsFor(asker.target, entry.builds);
  const needed = builds.map(({ minimumOsVersion }) => minimumOsVersion).filter((least) => isNewer(least, os));
  const [least] = needed.sort(compareOsVersions);
  if (least) return { code: "os_too_old", version, needs: formatOsVersion(least) };
  const most = newestOf(builds);
  return most && { code: "os_too_new", version, upTo: formatOsVersion(most) };
}

function isNewer(least: OsVersion | null, os: OsVersion): least is OsVersion {
  return least !== null && compareOsVersions(least, os) > 0;
}

function newestOf(builds: readonly Build[]): OsVersion | null {
  const most = builds.map(({ maximumOsVersion }) => maximumOsVersion).filter((one) => one !== null);
  return most.sort(compareOsVersions).at(-1) ?? null;
}
