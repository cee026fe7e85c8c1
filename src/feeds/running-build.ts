import { asRelease } from "../catalog/app-version.ts";
import { type Build, buildsFor } from "../catalog/build.ts";
import { isOutOfOrder } from "../catalog/build-order.ts";
import type { Calendar } from "../catalog/calendar.ts";
import type { Target } from "../catalog/platform.ts";
import { isOut } from "../catalog/release.ts";
import {
  formatKnownVersion,
  isSameAs,
  isUnreadable,
  type RunningVersion,
} from "../catalog/running-version.ts";
import { UPDATER_NEEDS } from "../catalog/updater-needs.ts";
import type { Updater } from "../catalog/updaters.ts";
import type { Instant } from "../instant.ts";
import { announcedVersion } from "./spelling.ts";

/**
 * The build that runs, for protocols that name it where an installation stays. Null unless it is certain: its release is
 * out, its app calls itself exactly what was said, no other build could be meant, and the updater takes it for older than
 * every newer release.
 */
export function runningBuild(
  said: RunningVersion | null,
  target: Target & { readonly updater: Updater },
  calendar: Calendar,
  at: Instant,
): Build | null {
  const running = asRelease(said, target, calendar);
  if (said === null || running === null || isUnreadable(said) || isUnreadable(running)) return null;
  const entry = calendar.find(({ release }) => isSameAs(release.version, running));
  const usable = buildsFor(target, entry?.builds ?? []).filter(UPDATER_NEEDS[target.updater].isMetBy);
  const [build, ...others] = usable;
  if (!entry || !isOut(entry.release, at) || !build || others.length > 0) return null;
  const isSaid = announcedVersion("dotted", entry.release, build) === formatKnownVersion(said);
  return isSaid && !isOutOfOrder(target.updater, build, entry.release, calendar) ? build : null;
}
