import type { CalendarEntry } from "../catalog/calendar.ts";
import { limitsOf } from "../catalog/calendar-limits.ts";
import { firstDateOf } from "../catalog/release.ts";
import { type Instant, toInstant } from "../instant.ts";
import type { ArrivalPlan } from "./arrival.ts";
import { type Condition, conditionsOf } from "./behind.ts";
import { decide } from "./decide.ts";
import { type ExpiryBeforeNext, expiresBeforeNext } from "./expires-before-next.ts";
import { AHEAD } from "./foresight.ts";
import { gateDatesAt } from "./gates/admission.ts";
import { type InstallationKind, questionOf } from "./installation-moves.ts";
import type { StandingEffect, StepEffects } from "./release-effect.ts";
import type { CountedOrganization } from "./release-tally.ts";
import type { Standing } from "./standing.ts";
import { MAX_NAMED } from "./tally.ts";

/** How many organizations, and installations of theirs, something concerns. */
export interface Concerned {
  readonly organizations: number;
  readonly installations: number;
}

/** An organization that something concerns, and how many of its installations. */
export interface ConcernedOrganization {
  readonly id: string;
  readonly installations: number;
}

/** For how many something holds before a step and after it, and for whom first after it, at most {@link MAX_NAMED}. */
export interface LimitCount<Named extends ConcernedOrganization = ConcernedOrganization> {
  readonly before: Concerned;
  readonly after: Concerned;
  readonly first: readonly Named[];
}

/** An organization in which a version expires before its successor comes: the one that expires first. */
export interface ExpiringOrganization extends ConcernedOrganization {
  readonly expiry: ExpiryBeforeNext;
}

/** R28, R30: what a step with a release means for installations where there are floors or ends of life. */
export interface LimitForesight {
  /** R28: those that get a step on the way, once everything that is planned has come. Null if there is no floor. */
  readonly routed: LimitCount | null;
  /** R28: those that cannot cross a floor then. Null if there is no floor. */
  readonly stranded: LimitCount | null;
  /** R30: those whose version expires before its successor comes. Null if there is no end of life. */
  readonly expiring: LimitCount<ExpiringOrganization> | null;
}

/** What holds for installations of a kind. */
interface KindLimits {
  readonly isRouted: boolean;
  readonly isStranded: boolean;
  readonly expiry: ExpiryBeforeNext | null;
}

interface KindChange {
  readonly before: KindLimits;
  readonly after: KindLimits;
  /** Whether anything of it holds before or after. */
  readonly isAny: boolean;
}

const SIDES = ["before", "after"] as const;

/** Counts what a step with a release means by floors and ends of life, organization by organization. */
export class LimitTally {
  readonly #effects: StepEffects;
  readonly #kinds: readonly InstallationKind[];
  readonly #hasFloors: boolean;
  readonly #hasExpiries: boolean;
  /** By standing and the number of a kind. */
  readonly #places = new Map<Standing, (KindChange | undefined)[]>();
  /** The same for all standings that the step does the same to, for which it is worked out once. */
  readonly #known = new Map<StandingEffect, (KindChange | undefined)[]>();
  readonly #here = new LimitsHere();
  readonly #routed = new LimitSum();
  readonly #stranded = new LimitSum();
  readonly #expiring = new LimitSum<ExpiringOrganization>();

  /** `kinds` are those by which installations are counted. */
  constructor(effects: StepEffects, kinds: readonly InstallationKind[]) {
    this.#effects = effects;
    this.#kinds = kinds;
    const { before, after } = effects.plans;
    const limits = [before, after].map(({ planned }) => limitsOf(planned));
    this.#hasFloors = limits.some(({ floors }) => floors.length > 0);
    this.#hasExpiries = limits.some(({ hasExpiries }) => hasExpiries);
  }

  /** Works out what holds for installations of a kind, by its number, before they are added; it is kept. */
  foresee(standing: Standing, kind: number): void {
    if (this.#hasFloors || this.#hasExpiries) this.#changeOf(this.#placeOf(standing), standing, kind);
  }

  add(organization: CountedOrganization): void {
    if (!this.#hasFloors && !this.#hasExpiries) return;
    const { standing } = organization;
    const place = this.#placeOf(standing);
    const here = this.#here;
    organization.visit((number, count) => {
      const change = place[number] ?? this.#changeOf(place, standing, number);
      if (change.isAny && count > 0) here.add(change, count);
    });
    if (here.isAny) this.#addHere(organization);
  }

  #addHere(organization: CountedOrganization): void {
    const { routed, stranded, expiring, expiry } = this.#here;
    const named = (installations: number) => ({ id: organization.id, installations });
    this.#routed.add(routed, named);
    this.#stranded.add(stranded, named);
    this.#expiring.add(expiring, (installations) => {
      return { id: organization.id, installations, expiry: expiry as ExpiryBeforeNext };
    });
    this.#here.clear();
  }

  result(): LimitForesight {
    return {
      routed: this.#hasFloors ? this.#routed : null,
      stranded: this.#hasFloors ? this.#stranded : null,
      expiring: this.#hasExpiries ? this.#expiring : null,
    };
  }

  /** What is kept of kinds in the organizations of a standing. */
  #placeOf(standing: Standing): (KindChange | undefined)[] {
    const known = this.#places.get(standing);
    if (known) return known;
    const place: (KindChange | undefined)[] = [];
    this.#places.set(standing, place);
    return place;
  }

  /** R11: installations of users ahead have a standing of their own. */
  #changeOf(place: (KindChange | undefined)[], organization: Standing, number: number): KindChange {
    const kind = this.#kinds[number];
    if (!kind) throw new Error(`no kind has the number ${number}`);
    const standing = kind.runsAhead ? AHEAD.standing : organization;
    const effect = this.#effects.of(standing);
    const known = this.#known.get(effect) ?? [];
    this.#known.set(effect, known);
    const change = known[number] ?? this.#decide(kind, standing);
    known[number] = change;
    place[number] = change;
    return change;
  }

  #decide(kind: InstallationKind, standing: Standing): KindChange {
    const { plans } = this.#effects;
    const before = this.#limitsOf(kind, standing, plans.before);
    const after = this.#limitsOf(kind, standing, plans.after);
    return { before, after, isAny: [before, after].some(isAny) };
  }

  #limitsOf(kind: InstallationKind, standing: Standing, plan: ArrivalPlan): KindLimits {
    const conditions = this.#hasFloors ? lastConditions(kind, standing, plan) : [];
    return {
      isRouted: conditions.includes("routed"),
      isStranded: conditions.includes("stranded"),
      expiry: this.#hasExpiries ? expiresBeforeNext(kind, standing, plan) : null,
    };
  }
}

/** R28: what holds for installations of a kind once every release that is planned has come, if they run what they run now. */
function lastConditions(
  kind: InstallationKind,
  standing: Standing,
  { planned, now, gates }: ArrivalPlan,
): readonly Condition[] {
  const asker = { ...questionOf(kind, now), manual: true };
  const dates = [...gateDatesAt(planned, standing, asker, gates), ...planned.map(firstOf)];
  const at = toInstant(Math.max(now, ...dates));
  return conditionsOf(kind, decide({ ...asker, at }, { code: "vendor_default", standing }, planned, gates));
}

function firstOf({ release }: CalendarEntry): Instant {
  return toInstant(firstDateOf(release));
}

interface Pair {
  before: number;
  after: number;
}

function isAny({ isRouted, isStranded, expiry }: KindLimits): boolean {
  return isRouted || isStranded || expiry !== null;
}

/** What holds for how many installations of the organization that is being added. */
class LimitsHere {
  readonly routed: Pair = { before: 0, after: 0 };
  readonly stranded: Pair = { before: 0, after: 0 };
  readonly expiring: Pair = { before: 0, after: 0 };
  /** Of those that expire after the step, what expires first. */
  expiry: ExpiryBeforeNext | null = null;
  isAny = false;

  add(change: KindChange, count: number): void {
    this.isAny = true;
    for (const side of SIDES) {
      const { isRouted, isStranded, expiry } = change[side];
      if (isRouted) this.routed[side] += count;
      if (isStranded) this.stranded[side] += count;
      if (expiry) this.expiring[side] += count;
    }
    const { expiry } = change.after;
    if (expiry && (this.expiry === null || expiry.expiresAt < this.expiry.expiresAt)) this.expiry = expiry;
  }

  clear(): void {
    for (const pair of [this.routed, this.stranded, this.expiring]) pair.before = pair.after = 0;
    this.expiry = null;
    this.isAny = false;
  }
}

/** The sums of one thing that is counted. */
class LimitSum<Named extends ConcernedOrganization = ConcernedOrganization> implements LimitCount<Named> {
  readonly before = { organizations: 0, installations: 0 };
  readonly after = { organizations: 0, installations: 0 };
  readonly first: Named[] = [];

  /** Adds the installations of an organization; it is named only if some are concerned after the step. */
  add(counts: Pair, named: (installations: number) => Named): void {
    for (const side of SIDES) {
      if (counts[side] === 0) continue;
      this[side].organizations++;
      this[side].installations += counts[side];
    }
    if (counts.after > 0 && this.first.length < MAX_NAMED) this.first.push(named(counts.after));
  }
}
