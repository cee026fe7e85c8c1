import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import { limitsOf } from "../catalog/calendar-limits.ts";
import type { Release } from "../catalog/release.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { datesAt } from "./dates.ts";
import { decide } from "./decide.ts";
import { admissionOf } from "./gates/admission.ts";
import { candidateFor } from "./gates/candidate.ts";
import type { Asker, Gate } from "./gates/gate.ts";
import { both, firstOpenFrom, NEVER, type Opening, shutTimes } from "./gates/opening.ts";
import { type InstallationKind, questionOf } from "./installation-moves.ts";
import type { Standing } from "./standing.ts";
import { isNewer } from "./target.ts";
import type { Verdict } from "./verdict.ts";

/** A calendar in which the arrival of one of its releases is sought. */
export interface ArrivalPlan {
  /** As planned at `now`, the newest version first. */
  readonly planned: Calendar;
  readonly releaseId: string;
  /** The instant from which on it is sought. */
  readonly now: Instant;
  readonly gates: readonly Gate[];
}

/** The entries of a plan that decide when its release arrives. */
interface Contenders {
  readonly own: CalendarEntry;
  readonly newer: Calendar;
}

/** The first instant, not before another, at which a release may run and none of the newer ones may. */
export function firstAsNewest(own: Opening, newer: Iterable<Opening>, from: Instant): Instant | null {
  let times = own;
  for (const opening of newer) {
    if (times === NEVER) return null;
    times = both(times, shutTimes(opening));
  }
  return firstOpenFrom(times, from);
}

/**
 * R5, R20, R28 to R32: the first instant from `now` on at which installations of a kind are offered the release, or a step on
 * the way to it, if they run what they run now. It is `now` if it is offered already, and null if it never is, or if they run
 * it or something newer. R18: in a rollout it is the turn of the first of them.
 */
export function arrivalFor(kind: InstallationKind, standing: Standing, plan: ArrivalPlan): Instant | null {
  const { planned, releaseId, gates, now } = plan;
  const found = contendersOf(planned, releaseId);
  if (!found || kind.running === null || kind.isManaged) return null;
  const { release } = found.own;
  if (!isNewer(release.version, kind.running)) return null;
  const asker = firstOf(kind, now);
  const { floors, hasExpiries } = limitsOf(planned);
  if (floors.length > 0 || hasExpiries) {
    return firstVerdict((verdict) => leadsTo(release, verdict), { asker, standing, planned, gates }, now);
  }
  const opening = (entry: CalendarEntry) => admissionOf(candidateFor(entry, standing, asker), gates);
  return firstAsNewest(opening(found.own), found.newer.map(opening), now);
}

/** R18: the first installation of a kind in a rollout. */
function firstOf(kind: InstallationKind, now: Instant): Asker {
  return { ...questionOf(kind, now), manual: true };
}

function contendersOf(planned: Calendar, releaseId: string): Contenders | null {
  const own = planned.find(({ release }) => release.id === releaseId);
  if (!own) return null;
  const isNewerThanOwn = ({ release }: CalendarEntry) =>
    compareVersions(release.version, own.release.version) > 0;
  return { own, newer: planned.filter(isNewerThanOwn) };
}

/** What is asked of the future of one installation. */
export interface AskedFuture {
  readonly asker: Asker;
  readonly standing: Standing;
  /** As planned, the newest version first. */
  readonly planned: Calendar;
  readonly gates: readonly Gate[];
}

/** R17: the first instant from `now` on at which the verdict is one that is sought, or null if it never is. */
export function firstVerdict(
  isSought: (verdict: Verdict, at: Instant) => boolean,
  { asker, standing, planned, gates }: AskedFuture,
  now: Instant,
): Instant | null {
  const later = [...datesAt(planned, standing, asker, gates)].filter((date) => date > now);
  const isThen = (at: Instant) =>
    isSought(decide({ ...asker, at }, { code: "vendor_default", standing }, planned, gates), at);
  return [now, ...later.sort((a, b) => a - b)].find(isThen) ?? null;
}

/** Whether a verdict offers a release, or a step on the way to it. */
function leadsTo({ id, version }: Release, verdict: Verdict): boolean {
  if (verdict.action === "stay") return false;
  return (
    verdict.release.id === id ||
    verdict.reasons.some(
      (reason) => reason.code === "step_on_the_way" && compareVersions(reason.target, version) === 0,
    )
  );
}
