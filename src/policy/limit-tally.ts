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
  readonly conditions: readonly Condition[];
  readonly expiry: ExpiryBeforeNext | null;
}

interface KindChange {
  readonly before: KindLimits;
  readonly after: KindLimits;
}

const SIDES = ["before", "after"] as const;

/** Counts what a step with a release means by floors and ends of life, organization by organization. */
export class LimitTally {
  readonly #effects: StepEffects;
  readonly #kinds: readonly InstallationKind[];
  readonly #hasFloors: boolean;
  readonly #hasExpiries: boolean;
  readonly #known = new Map<StandingEffect, (KindChange | undefined)[]>();
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
    if (this.#hasFloors || this.#hasExpiries) this.#changeOf(standing, kind);
  }

  add(organization: CountedOrganization): void {
    if (!this.#hasFloors && !this.#hasExpiries) return;
    const { standing } = organization;
    const [routed, stranded, expiring] = [newPair(), newPair(), newPair()];
    const expiries: ExpiryBeforeNext[] = [];
    organization.visit((number, count) => {
      if (count === 0) return;
      const change = this.#changeOf(standing, number);
      for (const side of SIDES) {
        const { conditions, expiry } = change[side];
        if (conditions.includes("routed")) routed[side] += count;
        if (conditions.includes("stranded")) stranded[side] += count;
        if (expiry) expiring[side] += count;
      }
      if (change.after.expiry) expiries.push(change.after.expiry);
    });
    const named = (installations: number) => ({ id: organization.id, installations });
    this.#routed.add(routed, named);
    this.#stranded.add(stranded, named);
    this.#expiring.add(expiring, (installations) => {
      const expiry = expiries.reduce((a, b) => (b.expiresAt < a.expiresAt ? b : a));
      return { id: organization.id, installations, expiry };
    });
  }

  result(): LimitForesight {
    return {
      routed: this.#hasFloors ? this.#routed : null,
      stranded: this.#hasFloors ? this.#stranded : null,
      expiring: this.#hasExpiries ? this.#expiring : null,
    };
  }

  /** R11: installations of users ahead have a standing of their own. */
  #changeOf(organization: Standing, number: number): KindChange {
    const kind = this.#kinds[number];
    if (!kind) throw new Error(`no kind has the number ${number}`);
    const standing = kind.runsAhead ? AHEAD.standing : organization;
    const effect = this.#effects.of(standing);
    const known = this.#known.get(effect) ?? [];
    this.#known.set(effect, known);
    const { before, after } = this.#effects.plans;
    known[number] ??= {
      before: this.#limitsOf(kind, standing, before),
      after: this.#limitsOf(kind, standing, after),
    };
    return known[number];
  }

  #limitsOf(kind: InstallationKind, standing: Standing, plan: ArrivalPlan): KindLimits {
    return {
      conditions: this.#hasFloors ? lastConditions(kind, standing, plan) : [],
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

function newPair(): Pair {
  return { before: 0, after: 0 };
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
