import type { OsRange } from "../catalog/block.ts";
import type { Build } from "../catalog/build.ts";
import type { OsVersion } from "../catalog/os-version.ts";
import type { Platform } from "../catalog/platform.ts";
import type { Chance } from "./chance.ts";
import { SYSTEMS } from "./systems.ts";

/** A range of versions of a system with at least one of the {@link SYSTEMS} in it; some have one end only. */
export function anyRange(chance: Chance, platform: Platform): OsRange {
  const systems = SYSTEMS[platform];
  const first = chance.between(0, systems.length - 1);
  const last = chance.between(first, systems.length - 1);
  const from = chance.percent(25) ? null : around(chance, systems[first] as OsVersion);
  const below = chance.percent(25) && from !== null ? null : justAbove(systems[last] as OsVersion);
  return { from, below };
}

/** The systems that a build is for (R32): most are for all, some drop the oldest, a few are not for the newest. */
export function anySystems(
  chance: Chance,
  platform: Platform,
): Pick<Build, "minimumOsVersion" | "maximumOsVersion"> {
  const [oldest, next] = SYSTEMS[platform] as readonly [OsVersion, OsVersion];
  const newestButOne = SYSTEMS[platform].at(-2) as OsVersion;
  return {
    minimumOsVersion: chance.percent(15) ? chance.pick([oldest, next, justAbove(oldest)]) : null,
    maximumOsVersion: chance.percent(5) ? chance.pick([next, newestButOne]) : null,
  };
}

/** A version, or one just below it that no computer has. */
function around(chance: Chance, { parts }: OsVersion): OsVersion {
  return chance.percent(50) ? { parts } : { parts: [...parts.slice(0, -1), (parts.at(-1) ?? 1) - 1, 9] };
}

function justAbove({ parts }: OsVersion): OsVersion {
  return { parts: [...parts.slice(0, -1), (parts.at(-1) ?? 0) + 1] };
}
