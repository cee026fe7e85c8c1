import { type Calendar, type CalendarEntry, calendarAsPlanned } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { type ArrivalPlan, arrivalFor } from "./arrival.ts";
import { admissionsAt, type ReleaseAdmission, type UpcomingRelease, upcoming } from "./forecast.ts";
import { candidateForAll } from "./gates/candidate.ts";
import type { Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { formatOpening, isOpenAt, NEVER, openSince } from "./gates/opening.ts";
import type { InstallationKind } from "./installation-moves.ts";
import { formatSchedule } from "./schedule.ts";
import type { Standing } from "./standing.ts";

/** The releases that are offered under a standing, if nothing changes. */
export interface Outlook {
  /** The newest release that may run, with the instant since which it may, or null if none may. */
  readonly offered: UpcomingRelease | null;
  /** Those that will be offered, the soonest first. */
  readonly coming: readonly UpcomingRelease[];
}

/** When a release arrives before and after a step: null for never, the present instant for one that is offered already. */
export interface Arrivals {
  readonly before: Instant | null;
  readonly after: Instant | null;
}

/** The effect of a step with one release on those for whom it arrives at the same times. */
export interface ArrivalEffect {
  readonly arrives: Arrivals;
  /** R20: whether it is offered at once only because it is critical, and was not before. */
  readonly bypasses: boolean;
}

/** The effect on every organization and user of a standing. */
export interface StandingEffect extends ArrivalEffect {
  readonly before: Outlook;
  readonly after: Outlook;
  /** Whether they are offered another version from now on. */
  readonly isAtOnce: boolean;
  /** Whether anything that is offered to them, now or later, changes. */
  readonly isChanged: boolean;
  /** R15: whether a hold keeps this release back. */
  readonly isHeld: boolean;
}

/** A step with one release, such as a pause: the calendars before and after it, the newest version first. */
export interface ReleaseStep {
  readonly releaseId: string;
  readonly before: Calendar;
  readonly after: Calendar;
}

/** The arrival of the release of a step by the calendars before and after it. */
interface StepPlans {
  readonly before: ArrivalPlan;
  readonly after: ArrivalPlan;
  /** R20: the one after it in which the release is not critical, or null if it is not critical anyway. */
  readonly ordinary: ArrivalPlan | null;
}

/** The effects of a step with one release: each is worked out once, for all that it concerns alike. */
export class StepEffects {
  readonly plans: StepPlans;
  /** The instant of the step. */
  readonly now: Instant;
  readonly #known = new Map<string, KnownEffect>();
  readonly #byStanding = new Map<Standing, KnownEffect>();

  constructor({ releaseId, before, after }: ReleaseStep, now: Instant, gates: readonly Gate[] = GATES) {
    this.now = now;
    const planOf = (calendar: Calendar): ArrivalPlan => {
      return { planned: calendarAsPlanned(calendar, now), releaseId, now, gates };
    };
    const isCritical = after.some(({ release }) => release.id === releaseId && release.critical !== null);
    this.plans = {
      before: planOf(before),
      after: planOf(after),
      ordinary: isCritical ? planOf(after.map((entry) => withoutCritical(entry, releaseId))) : null,
    };
  }

  /**
   * R4, R5, R15, R19, R20: the effect on a standing. Builds and what runs are ignored; of a rollout, the turn of the first
   * installation counts. Standings under which every release may run at the same times share one object.
   */
  of(standing: Standing): StandingEffect {
    return this.#at(standing).effect;
  }

  /** R5, R20, R28 to R32: the effect on installations of a kind under a standing, by what they run now. */
  ofKind(standing: Standing, kind: InstallationKind): ArrivalEffect {
    const { kinds } = this.#at(standing);
    let effect = kinds.get(kind);
    if (!effect) {
      effect = arrivalEffect(this.plans, (plan) => arrivalFor(kind, standing, plan));
      kinds.set(kind, effect);
    }
    return effect;
  }

  #at(standing: Standing): KnownEffect {
    const seen = this.#byStanding.get(standing);
    if (seen) return seen;
    const { before, after } = this.plans;
    const admissions = [before, after].map((plan) => admissionsIn(plan, standing));
    const isHeld = this.#isHeld(standing);
    const key = [
      formatSchedule(standing.schedule),
      isHeld,
      ...admissions.flat().map(({ admission }) => formatOpening(admission)),
    ].join();
    const known = this.#known.get(key) ?? { effect: this.#foresee(standing, admissions), kinds: new Map() };
    this.#known.set(key, known);
    this.#byStanding.set(standing, known);
    return known;
  }

  #foresee(standing: Standing, admissions: readonly (readonly ReleaseAdmission[])[]): StandingEffect {
    const { now } = this;
    const { releaseId } = this.plans.after;
    const [before, after] = admissions.map((one) => outlookOf(one, now)) as [Outlook, Outlook];
    const outlookIn = (plan: ArrivalPlan) => {
      if (plan === this.plans.before) return before;
      return plan === this.plans.after ? after : outlookOf(admissionsIn(plan, standing), now);
    };
    const arrival = arrivalEffect(this.plans, (plan) => arrivalIn(outlookIn(plan), releaseId, now));
    const isAtOnce = before.offered?.release.id !== after.offered?.release.id;
    return {
      ...arrival,
      before,
      after,
      isAtOnce,
      isChanged: isAtOnce || !isSameForecast(before.coming, after.coming),
      isHeld: this.#isHeld(standing),
    };
  }

  #isHeld(standing: Standing): boolean {
    const { planned, releaseId, gates } = this.plans.after;
    const entry = planned.find(({ release }) => release.id === releaseId);
    const candidate = entry && candidateForAll(entry, standing);
    return (
      candidate !== undefined && gates.some((gate) => gate.holdsBack && gate.opening(candidate) === NEVER)
    );
  }
}

interface KnownEffect {
  readonly effect: StandingEffect;
  readonly kinds: Map<InstallationKind, ArrivalEffect>;
}

/** Whether a step leaves the arrival as it is. */
export function isSameArrival({ arrives: { before, after } }: ArrivalEffect): boolean {
  return before === after;
}

function arrivalEffect(
  { before, after, ordinary }: StepPlans,
  arrival: (plan: ArrivalPlan) => Instant | null,
): ArrivalEffect {
  const { now } = after;
  const arrives = { before: arrival(before), after: arrival(after) };
  const isFirstNow = arrives.after === now && arrives.before !== now;
  return { arrives, bypasses: isFirstNow && ordinary !== null && arrival(ordinary) !== now };
}

function withoutCritical(entry: CalendarEntry, releaseId: string): CalendarEntry {
  return entry.release.id === releaseId ? { ...entry, release: { ...entry.release, critical: null } } : entry;
}

function admissionsIn({ planned, gates }: ArrivalPlan, standing: Standing): readonly ReleaseAdmission[] {
  return admissionsAt(planned, standing, gates);
}

/** When a release arrives by an outlook: now if it is offered, or null if it never will be. */
function arrivalIn({ offered, coming }: Outlook, releaseId: string, now: Instant): Instant | null {
  if (offered?.release.id === releaseId) return now;
  return coming.find(({ release }) => release.id === releaseId)?.eligibleAt ?? null;
}

function outlookOf(admissions: readonly ReleaseAdmission[], now: Instant): Outlook {
  const coming = upcoming(admissions, now).filter(({ superseded }) => !superseded);
  return { offered: newestOpen(admissions, now), coming };
}

function isSameForecast(one: readonly UpcomingRelease[], other: readonly UpcomingRelease[]): boolean {
  return one.length === other.length && one.every((coming, index) => isSameComing(coming, other[index]));
}

/** Whether two releases that come are the same, at the same instant. */
export function isSameComing(one: UpcomingRelease | undefined, other: UpcomingRelease | undefined): boolean {
  return one?.release.id === other?.release.id && one?.eligibleAt === other?.eligibleAt;
}

/** The newest release that may run, with the instant since which it may, or null if none may. */
function newestOpen(admissions: readonly ReleaseAdmission[], now: Instant): UpcomingRelease | null {
  for (const { release, admission } of admissions) {
    if (isOpenAt(admission, now)) {
      return { release, eligibleAt: openSince(admission, now) ?? now, superseded: false };
    }
  }
  return null;
}
