import { type Calendar, type CalendarEntry, calendarAsPlanned } from "../catalog/calendar.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import {
  admissionsAt,
  type ReleaseAdmission,
  soonestOf,
  type UpcomingRelease,
  upcoming,
} from "./forecast.ts";
import { admissionOf } from "./gates/admission.ts";
import { candidateForAll } from "./gates/candidate.ts";
import type { Candidate, Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { formatOpening, isOpenAt, openSince } from "./gates/opening.ts";
import type { Standing } from "./standing.ts";
import type { StandingCount } from "./standing-count.ts";

/** The release that is offered under a standing and the next one, if nothing changes. */
export interface Outlook {
  /** The newest release that may run, with the instant since which it may, or null if none may. */
  readonly offered: UpcomingRelease | null;
  readonly next: UpcomingRelease | null;
}

/** The effect of a step with one release on organizations with the same standing. */
export interface ReleaseEffect {
  readonly before: Outlook;
  readonly after: Outlook;
  /** Whether they are offered another version from now on. */
  readonly isAtOnce: boolean;
  /** Whether the offered release, the next release or its date changes. */
  readonly isChanged: boolean;
  /** R19: whether they are offered this release now and would not be any more. */
  readonly isTaken: boolean;
  /** R20: whether they get it at once only because it is critical, and did not before. */
  readonly bypasses: boolean;
}

/** A count of organizations with the same standing, with the effect on them. */
export interface EffectCount extends StandingCount, ReleaseEffect {}

/** A step with one release, such as a pause: the calendars before and after it, the newest version first. */
export interface ReleaseStep {
  readonly releaseId: string;
  readonly before: Calendar;
  readonly after: Calendar;
}

/**
 * R4, R5, R15, R19, R20: the effect of a step with one release on each standing. Builds and turns in a rollout are
 * ignored.
 */
export function effectsOf(
  counts: readonly StandingCount[],
  { releaseId, before, after }: ReleaseStep,
  now: Instant,
  gates: readonly Gate[] = GATES,
): readonly EffectCount[] {
  const outlookBefore = rememberedOutlook(before, now, gates);
  const outlookAfter = rememberedOutlook(after, now, gates);
  const bypassedBefore = onlyCritical(before, releaseId, now, gates);
  const bypassesAfter = onlyCritical(after, releaseId, now, gates);
  return counts.map((count) => {
    const { standing } = count;
    const [was, is] = [outlookBefore(standing), outlookAfter(standing)];
    const isAtOnce = was.offered?.release.id !== is.offered?.release.id;
    return {
      ...count,
      before: was,
      after: is,
      isAtOnce,
      isChanged: isAtOnce || !isSameComing(was.next, is.next),
      isTaken: was.offered?.release.id === releaseId && is.offered?.release.id !== releaseId,
      bypasses: !bypassedBefore(standing, null) && bypassesAfter(standing, is.offered),
    };
  });
}

/**
 * R20: whether a release may run under a standing only because it is critical, and no newer release is offered there.
 */
function onlyCritical(calendar: Calendar, releaseId: string, now: Instant, gates: readonly Gate[]) {
  const entry = calendar.find(({ release }) => release.id === releaseId);
  const critical = entry?.release.critical;
  return (standing: Standing, offered: UpcomingRelease | null): boolean => {
    if (!entry || !critical || isOvertaken(entry, offered)) return false;
    const candidate = { ...candidateForAll(entry, standing), critical };
    const isOpen = (one: Candidate) => isOpenAt(admissionOf(one, gates), now);
    return isOpen(candidate) && !isOpen({ ...candidate, critical: null });
  };
}

function isOvertaken({ release: { version } }: CalendarEntry, offered: UpcomingRelease | null): boolean {
  return offered !== null && compareVersions(offered.release.version, version) > 0;
}

function isSameComing(one: UpcomingRelease | null, other: UpcomingRelease | null): boolean {
  return one?.release.id === other?.release.id && one?.eligibleAt === other?.eligibleAt;
}

/** Computes outlooks with a cache: standings under which every release may run at the same times share one. */
function rememberedOutlook(
  calendar: Calendar,
  now: Instant,
  gates: readonly Gate[],
): (standing: Standing) => Outlook {
  const planned = calendarAsPlanned(calendar, now);
  const known = new Map<string, Outlook>();
  return (standing) => {
    const current = admissionsAt(calendar, standing, gates);
    const expected = admissionsAt(planned, standing, gates);
    const key = [...current, ...expected].map(({ admission }) => formatOpening(admission)).join();
    const outlook = known.get(key) ?? {
      offered: newestOpen(current, now),
      next: soonestOf(upcoming(expected, now)),
    };
    known.set(key, outlook);
    return outlook;
  };
}

/** The newest release that may run, with the instant since which it may, or null if none may. */
function newestOpen(admissions: readonly ReleaseAdmission[], now: Instant): UpcomingRelease | null {
  for (const { release, admission } of admissions) {
    const eligibleAt = openSince(admission, now);
    if (eligibleAt !== null) return { release, eligibleAt, superseded: false };
  }
  return null;
}
