import { type Calendar, calendarAsPlanned } from "../catalog/calendar.ts";
import type { Version } from "../catalog/version.ts";
import { EARLIEST, type Instant } from "../instant.ts";
import { type ComingRelease, followOffers } from "./coming-releases.ts";
import { datesAt } from "./dates.ts";
import type { GoverningStanding } from "./decide.ts";
import { admissionsAt, nextRelease } from "./forecast.ts";
import type { Asker, Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { isOpenAt } from "./gates/opening.ts";
import { type AlikeForesight, toAlike } from "./group-foresight.ts";
import { type InstallationKind, questionOf } from "./installation-moves.ts";
import { type ComingOffer, foreseeOffer, type OwnForesight, type Prospect } from "./next-offer.ts";
import { AUTOMATIC } from "./schedule.ts";
import { beginStanding, type Standing } from "./standing.ts";
import { countUpTo, datesOfStanding, effectKeyOf } from "./standing-dates.ts";
import { offeredBy } from "./verdict.ts";

/** R11: what governs installations whose user has the switch on. */
export const AHEAD: GoverningStanding = {
  code: "user_on_automatic_upgrades",
  standing: beginStanding(AUTOMATIC),
};

/** Standings are remembered up to this many; holds can make any number of them. */
const MOST_STANDINGS = 2_000;

/** What is remembered of a standing: it is good from one date of its verdicts to the next. */
interface StandingMemory {
  readonly governed: GoverningStanding;
  /** All dates at which a verdict for it can change, the soonest first. */
  readonly dates: readonly Instant[];
  /** The first of them that is still to come when it was last asked, as an index; what follows is as of then. */
  passed: number;
  readonly kinds: Map<InstallationKind, AlikeForesight>;
  /** For an installation that is new; undefined until it is asked. */
  fresh: ComingOffer | null | undefined;
  /** The newest version that its schedule has reached, or null if none; undefined until it is asked. */
  reached: Version | null | undefined;
}

/**
 * R56: foretells what installations will be offered, by one calendar. It remembers its answers, which change only when a
 * date passes: by standing, of which those that differ in a hold without effect are one, and by kind of installation.
 */
export class Foresight {
  /** The calendar of the present. */
  readonly calendar: Calendar;
  readonly #gates: readonly Gate[];
  #planned: Calendar;
  /** The span in which the plan is the same, from the one instant up to the other, which is not in it. */
  #plannedFrom: number;
  #plannedUntil: number;
  readonly #isSpread: boolean;
  readonly #standings = new Map<string, StandingMemory>();
  readonly #keys = new WeakMap<Standing, string>();

  /** `calendar` is that of the present, the newest version first. */
  constructor(calendar: Calendar, now: Instant, gates: readonly Gate[] = GATES) {
    this.calendar = calendar;
    this.#gates = gates;
    this.#isSpread = calendar.some(({ release }) => release.rolloutDays > 0);
    this.#planned = calendar;
    this.#plannedFrom = Number.NaN;
    this.#plannedUntil = Number.NaN;
    this.#plan(now);
  }

  /** Whether an installation's own turn can make its offers differ from those of others that are alike (R18). */
  get isSpread(): boolean {
    return this.#isSpread;
  }

  /** The calendar as planned, for instants after `now`. */
  plannedAt(now: Instant): Calendar {
    if (!(now >= this.#plannedFrom && now < this.#plannedUntil)) this.#plan(now);
    return this.#planned;
  }

  /** The foresight of installations of a kind, whose organization has this standing. */
  ofKind(kind: InstallationKind, standing: Standing, now: Instant): AlikeForesight {
    const memory = this.#memoryOf(kind.runsAhead ? AHEAD.standing : standing, now);
    const known = memory.kinds.get(kind) ?? this.#foresee(kind, memory, now);
    memory.kinds.set(kind, known);
    const { next } = known;
    return next === null || next.at >= now ? known : { ...known, next: { ...next, at: now } };
  }

  /** The foresight of one installation, with its own turns in rollouts. */
  ofOne(asker: Asker, standing: Standing, now: Instant): AlikeForesight {
    const own = foreseeOffer(asker, governedBy(standing), this.#prospectOf(asker, standing, now));
    return toAlike(own, asker, this.#reachedBy(this.#memoryOf(standing, now), now));
  }

  /**
   * The releases that an installation gets after `now`, if it takes every update that it is offered; what it is offered now,
   * it has by then.
   */
  follow(asker: Asker, standing: Standing, now: Instant): readonly ComingRelease[] {
    return followOffers(asker, governedBy(standing), this.#prospectOf(asker, standing, now));
  }

  /** Its own dates, and those of every other version, which it may run later (R20). */
  #prospectOf(asker: Asker, standing: Standing, now: Instant): Prospect {
    const { dates, passed } = this.#memoryOf(standing, now);
    const all = new Set(dates.slice(passed));
    if (this.#isSpread) {
      const own = datesAt(this.#planned, standing, asker, this.#gates);
      for (const at of own) if (at > now) all.add(at);
    }
    return this.#prospect(
      now,
      [...all].sort((a, b) => a - b),
    );
  }

  /** R17: the next release that a new installation is offered, or null if none is planned. */
  ofNew(standing: Standing, now: Instant): ComingOffer | null {
    const memory = this.#memoryOf(standing, now);
    if (memory.fresh === undefined) {
      const next = nextRelease(standing, this.#planned, now, this.#gates);
      memory.fresh = next && { release: next.release, at: next.eligibleAt };
    }
    return memory.fresh;
  }

  #plan(now: Instant): void {
    this.#planned = calendarAsPlanned(this.calendar, now);
    const due = this.calendar.flatMap(({ release }) =>
      release.state === "planned" ? [release.automaticAt] : [],
    );
    this.#plannedFrom = Math.max(Number.NEGATIVE_INFINITY, ...due.filter((at) => at <= now));
    this.#plannedUntil = Math.min(Number.POSITIVE_INFINITY, ...due.filter((at) => at > now));
    this.#standings.clear();
  }

  #memoryOf(standing: Standing, now: Instant): StandingMemory {
    const planned = this.plannedAt(now);
    const key = this.#keyOf(standing);
    const memory = this.#standings.get(key) ?? this.#remember(key, standing, planned);
    const passed = countUpTo(memory.dates, now);
    if (passed !== memory.passed) {
      memory.kinds.clear();
      memory.fresh = undefined;
      memory.reached = undefined;
      memory.passed = passed;
    }
    return memory;
  }

  #remember(key: string, standing: Standing, planned: Calendar): StandingMemory {
    if (this.#standings.size >= MOST_STANDINGS) this.#standings.clear();
    const memory: StandingMemory = {
      governed: governedBy(standing),
      dates: datesOfStanding(planned, standing, this.#gates),
      passed: -1,
      kinds: new Map(),
      fresh: undefined,
      reached: undefined,
    };
    this.#standings.set(key, memory);
    return memory;
  }

  /** The schedule, and the releases that the hold keeps back (R15): standings with the same key are told the same. */
  #keyOf(standing: Standing): string {
    const known = this.#keys.get(standing);
    if (known !== undefined) return known;
    const key = effectKeyOf(this.calendar, standing);
    this.#keys.set(standing, key);
    return key;
  }

  /** R18: the first of a kind gets a release as those who ask by hand, and the last as those without an id. */
  #foresee(kind: InstallationKind, memory: StandingMemory, now: Instant): AlikeForesight {
    const { governed, dates, passed } = memory;
    const prospect = this.#prospect(now, dates.slice(passed));
    const asker = questionOf(kind, now);
    const last = foreseeOffer(asker, governed, prospect);
    const told = toAlike(last, asker, this.#reachedBy(memory, now));
    if (!this.#isSpread) return told;
    const first = foreseeOffer({ ...asker, manual: true }, governed, prospect);
    return { ...told, ...firstOf(first, last) };
  }

  /** The newest version that a schedule has reached by its dates, whatever is held back (R15), or null if none. */
  #reachedBy(memory: StandingMemory, now: Instant): Version | null {
    if (memory.reached === undefined) {
      const gates = this.#gates.filter((gate) => !gate.holdsBack);
      const all = admissionsAt(this.calendar, memory.governed.standing, gates);
      memory.reached = all.find(({ admission }) => isOpenAt(admission, now))?.release.version ?? null;
    }
    return memory.reached;
  }

  #prospect(now: Instant, dates: readonly Instant[]): Prospect {
    return { now, calendar: this.calendar, planned: this.#planned, gates: this.#gates, dates };
  }
}

/**
 * R18: the earliest offer of any turn. Where the first is offered a release now that the last is not, the next turn can come
 * at any instant from now on, which is told as the earliest of all instants: what is
 * told is remembered, and asked for at other instants. Where the last is offered something no later than the first, all are: at the instant at which a
 * rollout begins, nobody's turn has come yet.
 */
function firstOf(first: OwnForesight, last: OwnForesight) {
  const { verdict } = first;
  if (offeredBy(verdict) !== offeredBy(last.verdict)) {
    const next = verdict.action === "update" ? { release: verdict.release, at: EARLIEST } : last.next;
    return { next, isSame: false };
  }
  const [soonest, latest] = [first.next, last.next];
  const isSame = soonest === null || (latest !== null && latest.at <= soonest.at);
  return { next: isSame ? latest : soonest, isSame };
}

/** The code is of no matter here: no offer depends on it. */
function governedBy(standing: Standing): GoverningStanding {
  return { code: "vendor_default", standing };
}
