import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import { calendarAsPlanned } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { eligibleAt } from "./eligible.ts";
import { nextRelease, type UpcomingRelease } from "./forecast.ts";
import { formatSchedule } from "./schedule.ts";
import { isHeldBack, type Standing } from "./standing.ts";
import type { StandingCount } from "./standing-count.ts";

/** What is offered at a standing, and what comes next, if nothing changes. */
export interface Outlook {
  /** The newest release that may run, and since when; null: none. */
  readonly offered: UpcomingRelease | null;
  readonly next: UpcomingRelease | null;
}

/** What a step with one release does to those that stand alike. */
export interface ReleaseEffect {
  readonly before: Outlook;
  readonly after: Outlook;
  /** They are offered another version from now on. */
  readonly isAtOnce: boolean;
  /** They are, or something else comes next, or at another time. */
  readonly isChanged: boolean;
  /** R19: they are offered this release now, and would not be any more. */
  readonly isTaken: boolean;
  /** R20: they get it at once only because it is critical, and did not before. */
  readonly bypasses: boolean;
}

/** Those that stand alike, with what is done to them. */
export interface EffectCount extends StandingCount, ReleaseEffect {}

/**
 * R4, R5, R15, R19, R20: what becomes of each standing when the release with this id stands as in `after` instead of as in
 * `before` (both the newest version first). Builds and rollouts play no part: it is what the end of a rollout brings.
 */
export function effectsOf(
  counts: readonly StandingCount[],
  releaseId: string,
  before: Calendar,
  after: Calendar,
  now: Instant,
): readonly EffectCount[] {
  const outlookBefore = rememberedOutlook(before, now);
  const outlookAfter = rememberedOutlook(after, now);
  const [entryBefore, entryAfter] = [before, after].map((calendar) =>
    calendar.find(({ release }) => release.id === releaseId),
  );
  return counts.map((count) => {
    const { standing } = count;
    const [was, is] = [outlookBefore(standing), outlookAfter(standing)];
    const isAtOnce = was.offered?.release.id !== is.offered?.release.id;
    const bypassed = entryBefore !== undefined && isOnlyCritical(entryBefore, standing, now);
    return {
      ...count,
      ...{ before: was, after: is, isAtOnce },
      isChanged: isAtOnce || !isSameComing(was.next, is.next),
      isTaken: was.offered?.release.id === releaseId && is.offered?.release.id !== releaseId,
      bypasses:
        !bypassed &&
        entryAfter !== undefined &&
        isOnlyCritical(entryAfter, standing, now) &&
        !isOvertaken(entryAfter.release, is.offered),
    };
  });
}

/** R4, R5, R15, R19, R20: the newest release that may run at a standing, and since when; null: none. */
function offeredNow(standing: Standing, calendar: Calendar, now: Instant): UpcomingRelease | null {
  for (const entry of calendar) {
    const at = mayRunSince(entry, standing, now);
    if (at !== null) return { release: entry.release, eligibleAt: at, superseded: false };
  }
  return null;
}

function mayRunSince(entry: CalendarEntry, standing: Standing, now: Instant): Instant | null {
  const { release } = entry;
  if (release.state !== "published") return null;
  if (release.critical?.scope === "all") return release.automaticAt <= now ? release.automaticAt : null;
  return ordinarilySince(entry, standing, now);
}

/** As if it were not critical. */
function ordinarilySince(entry: CalendarEntry, { schedule, hold }: Standing, now: Instant): Instant | null {
  const at = eligibleAt(entry.release, schedule);
  return at === null || at > now || (hold !== null && isHeldBack(entry, hold)) ? null : at;
}

/** R20: it is out for those that it reaches, and would not be without being critical. */
function isOnlyCritical(entry: CalendarEntry, standing: Standing, now: Instant): boolean {
  const { state, critical, automaticAt } = entry.release;
  if (state !== "published" || !critical || automaticAt > now) return false;
  return ordinarilySince(entry, standing, now) === null;
}

function isOvertaken({ version }: Release, offered: UpcomingRelease | null): boolean {
  return offered !== null && compareVersions(offered.release.version, version) > 0;
}

function isSameComing(one: UpcomingRelease | null, other: UpcomingRelease | null): boolean {
  return one?.release.id === other?.release.id && one?.eligibleAt === other?.eligibleAt;
}

/** Standings that differ only in holds that hold back the same releases have the same outlook, found once. */
function rememberedOutlook(calendar: Calendar, now: Instant): (standing: Standing) => Outlook {
  const planned = calendarAsPlanned(calendar, now);
  const known = new Map<string, Outlook>();
  return (standing) => {
    const { schedule, hold } = standing;
    const held = hold ? calendar.map((entry) => (isHeldBack(entry, hold) ? "1" : "0")).join("") : "";
    const key = `${formatSchedule(schedule)}/${held}`;
    const outlook = known.get(key) ?? {
      offered: offeredNow(standing, calendar, now),
      next: nextRelease(standing, planned, now),
    };
    known.set(key, outlook);
    return outlook;
  };
}
