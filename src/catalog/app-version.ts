import type { Build } from "./build.ts";
import type { Calendar } from "./calendar.ts";
import type { Target } from "./platform.ts";
import {
  formatKnownVersion,
  isUnreadable,
  parseRunningVersion,
  type RunningVersion,
} from "./running-version.ts";
import type { Version } from "./version.ts";

/** The releases by what their apps call themselves: a platform and a version, `win 46.11.1`. */
type CalledBy = ReadonlyMap<string, Version>;

/** The names of a calendar, kept because it changes rarely. */
const NAMES = new WeakMap<Calendar, CalledBy>();

/**
 * What runs, as the release that it is, where the app calls itself otherwise: the newest one whose app of the platform does
 * so. Anything else stays as it is.
 */
export function asRelease<Running extends RunningVersion | null>(
  running: Running,
  { platform }: Target,
  calendar: Calendar,
): Running | Version {
  if (running === null || isUnreadable(running)) return running;
  const names = namesOf(calendar);
  if (names.size === 0) return running;
  return names.get(`${platform} ${formatKnownVersion(running)}`) ?? running;
}

function namesOf(calendar: Calendar): CalledBy {
  const known = NAMES.get(calendar);
  if (known) return known;
  const names = new Map<string, Version>();
  for (const { release, builds } of calendar) {
    for (const build of builds) {
      for (const own of ownVersions(build)) {
        const said = parseRunningVersion(own);
        if (isUnreadable(said)) continue;
        const name = `${build.platform} ${formatKnownVersion(said)}`;
        // The calendar has the newest version first.
        if (!names.has(name)) names.set(name, release.version);
      }
    }
  }
  NAMES.set(calendar, names);
  return names;
}

/** What an app of a build calls itself, where that was said: for all updaters, or in what one of them compares. */
function ownVersions({ appVersion, updaters: { tauri, velopack, sparkle } }: Build): readonly string[] {
  const said = [appVersion, tauri?.version, velopack?.version, sparkle?.bundleVersion];
  return said.filter((one) => typeof one === "string");
}
