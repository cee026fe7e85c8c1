import { asRelease } from "../catalog/app-version.ts";
import { buildsForSystem } from "../catalog/build.ts";
import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import { isNewerThan, isUnreadable, parseRunningVersion } from "../catalog/running-version.ts";
import { buildFor } from "../catalog/updater-needs.ts";
import type { Feed } from "../feeds/feed.ts";
import { FEED_OF } from "../feeds/feeds.ts";
import { announcedVersion, seesAsNewer } from "../feeds/spelling.ts";
import { decide, type GoverningStanding } from "../policy/decide.ts";
import type { Question } from "../policy/judge.ts";
import { asPresent, type PresentVerdict, type Verdict } from "../policy/verdict.ts";

/** R5: the verdict, by the releases that the updater of the question would install if they were offered. */
export function decideSeen(asked: Question, governed: GoverningStanding, calendar: Calendar): PresentVerdict {
  const verdict = asPresent(decide(asked, governed, calendar));
  const seen = seenReleases(asked, verdict, calendar);
  return seen === calendar ? verdict : asPresent(decide(asked, governed, seen));
}

/**
 * R5: the calendar itself if the verdict is one that the updater of the question would follow; else the calendar without
 * the newer releases that it takes for the same as what runs, or for older, by what the apps of those builds call themselves
 * that are for its system (R32). Of one that is a floor (R28), or whose dates of support can count for what runs (R29), only
 * the builds are left out.
 */
export function seenReleases(
  { target, running: said, os }: Pick<Question, "target" | "running" | "os">,
  verdict: Verdict,
  calendar: Calendar,
): Calendar {
  const feed: Feed | undefined = target.updater && FEED_OF[target.updater];
  if (!feed || verdict.action === "stay" || said === null || isUnreadable(said)) return calendar;
  const isSeen = ({ release, builds }: Pick<CalendarEntry, "release" | "builds">) => {
    const build = buildFor(target, buildsForSystem(builds, os));
    if (!build) return true;
    const announced = feed.announces?.(release, build) ?? announcedVersion(feed.spelling, release, build);
    const read = parseRunningVersion(announced);
    return isUnreadable(read) || seesAsNewer(feed.spelling, read, said);
  };
  const { release, build: offered } = verdict;
  if (offered === null || isSeen({ release, builds: [offered] })) return calendar;
  const running = asRelease(said, target, calendar);
  return calendar.flatMap((entry) => {
    if (!isNewerThan(entry.release.version, running) || isSeen(entry)) return [entry];
    return isRead(entry.release) ? [{ ...entry, builds: [] }] : [];
  });
}

/** Whether a release says something of installations that run another one. */
function isRead({ floor, supportEndsAt, expiresAt }: Release): boolean {
  return floor !== null || supportEndsAt !== null || expiresAt !== null;
}
