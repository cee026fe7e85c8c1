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
  { platform }: Pick<Target, "platform">,
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
    for (const { platform, appVersion } of builds) {
      const said = appVersion === null ? null : parseRunningVersion(appVersion);
      if (said === null || isUnreadable(said)) continue;
      const name = `${platform} ${formatKnownVersion(said)}`;
      // The calendar has the newest version first.
      if (!names.has(name)) names.set(name, release.version);
    }
  }
  NAMES.set(calendar, names);
  return names;
}
