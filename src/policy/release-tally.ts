import type { UpcomingRelease } from "./forecast.ts";
import { AHEAD } from "./foresight.ts";
import type { InstallationKind } from "./installation-moves.ts";
import {
  type ArrivalEffect,
  type Arrivals,
  isSameArrival,
  isSameComing,
  type StandingEffect,
  type StepEffects,
} from "./release-effect.ts";
import { formatSchedule, type Schedule } from "./schedule.ts";
import type { Standing } from "./standing.ts";
import { MAX_NAMED } from "./tally.ts";

/** An organization, as the preview of a step with a release counts it. */
export interface CountedOrganization {
  readonly id: string;
  /** The same object for all of one standing class. */
  readonly standing: Standing;
  /** R11: how many users are on automatic upgrades whatever its schedule is. */
  readonly usersAhead: number;
  /** Calls `see` with the number of each kind of its installations and their count. */
  visit(see: (kind: number, count: number) => void): void;
}

/** How many organizations, users on automatic upgrades (R11) and installations something concerns. */
export interface Reached {
  readonly organizations: number;
  readonly users: number;
  readonly installations: number;
}

/** For how many a release arrives at one instant before a step, and at the same or another one after it. */
export interface ArrivalCount {
  readonly arrives: Arrivals;
  readonly reached: Reached;
}

/** A release before a step and the one after it; null for none. */
export interface Exchange {
  readonly before: UpcomingRelease | null;
  readonly after: UpcomingRelease | null;
}

/** Organizations and users on one schedule for whom a step does the same. */
export interface EffectGroup extends ArrivalCount {
  readonly schedule: Schedule;
  /** R15: whether a hold keeps the release back. */
  readonly isHeld: boolean;
  /** What is offered, if the step changes it at once, or null. */
  readonly offered: Exchange | null;
  /** What comes next, if the step changes it, or null. */
  readonly next: Exchange | null;
}

/** The effect of a step with a release on everybody. */
export interface ReleaseForesight {
  /** Those that are offered another version at once. */
  readonly atOnce: Reached;
  readonly changed: Reached;
  readonly unchanged: Reached;
  /** Those that get the release after the step, whenever that is. */
  readonly getting: Reached;
  /** Those that get it before the step, and not after it. */
  readonly losing: Reached;
  /** R19: those that are offered it now and would not be any more. */
  readonly taken: Reached;
  /** R20: those that get it at once only because it is critical. */
  readonly bypassing: Reached;
  /** The soonest first; those that never get it, before or after, are left out. */
  readonly arrivals: readonly ArrivalCount[];
  /** Only those for which something changes, the largest first. */
  readonly groups: readonly EffectGroup[];
  /** The first organizations for which something changes, at most {@link MAX_NAMED}. */
  readonly organizationIds: readonly string[];
}

/** A count that knows which organization it counted last, so that it counts none twice. */
class Counter implements Reached {
  organizations = 0;
  users = 0;
  installations = 0;
  #last = 0;

  addOrganization(ordinal: number): void {
    if (this.#last === ordinal) return;
    this.#last = ordinal;
    this.organizations++;
  }
}

/** Where those on whom a step has one effect are counted. */
interface Place {
  readonly counters: readonly Counter[];
  readonly isAhead: boolean;
}

/** The same for a standing. */
interface StandingPlace extends Place {
  readonly standing: Standing;
  /** Null if the step changes nothing for the standing. */
  readonly group: Counter | null;
  /** By the number of a kind; undefined until the first installation of it. */
  readonly kinds: (Place | undefined)[];
}

type Row<What> = What & { readonly reached: Counter };

/**
 * Counts the effect of a step, organization by organization. An organization is counted with what its schedule gets, and
 * with what its installations get otherwise: a critical release of their line (R20), one without a build for them (R5), one
 * that is blocked for them (R31). So it can have several arrivals; it is counted once in each.
 */
export class ReleaseTally {
  readonly #effects: StepEffects;
  readonly #kinds: readonly InstallationKind[];
  readonly #places = new Map<Standing, StandingPlace>();
  readonly #arrivals = new Map<string, Row<ArrivalCount>>();
  readonly #groups = new Map<string, Row<EffectGroup>>();
  readonly #sums = {
    total: new Counter(),
    changed: new Counter(),
    atOnce: new Counter(),
    getting: new Counter(),
    losing: new Counter(),
    taken: new Counter(),
    bypassing: new Counter(),
  };
  readonly #organizationIds: string[] = [];
  /** The number of the organization that is being added, from 1. */
  #ordinal = 0;

  /** `kinds` are those by which installations are counted. */
  constructor(effects: StepEffects, kinds: readonly InstallationKind[]) {
    this.#effects = effects;
    this.#kinds = kinds;
  }

  /** What is kept of kinds under a standing, by their numbers; undefined where nothing was worked out yet. */
  foreseen(standing: Standing): readonly unknown[] {
    return this.#placeOf(standing).kinds;
  }

  /** Works out what the step does to installations of a kind, by its number, before they are added; it is kept. */
  foresee(standing: Standing, kind: number): void {
    this.#kindPlaceOf(this.#placeOf(standing), kind);
  }

  add(organization: CountedOrganization): void {
    const { standing, usersAhead } = organization;
    const before = this.#sums.changed.organizations;
    const place = this.#placeOf(standing);
    this.#ordinal++;
    for (const counter of place.counters) counter.addOrganization(this.#ordinal);
    organization.visit((kind, count) => this.#addInstallations(place, kind, count));
    if (usersAhead > 0)
      for (const counter of this.#placeOf(AHEAD.standing).counters) counter.users += usersAhead;
    const isChanged = this.#sums.changed.organizations > before;
    if (isChanged && this.#organizationIds.length < MAX_NAMED) this.#organizationIds.push(organization.id);
  }

  result(): ReleaseForesight {
    const { total, ...sums } = this.#sums;
    const { changed } = sums;
    const groups = [...this.#groups.values()].filter(
      ({ reached }) => reached.organizations + reached.users > 0,
    );
    return {
      ...sums,
      unchanged: {
        organizations: total.organizations - changed.organizations,
        users: total.users - changed.users,
        installations: total.installations - changed.installations,
      },
      arrivals: [...this.#arrivals.values()].filter(isAny).sort(bySoonest),
      groups: groups.sort(byReached),
      organizationIds: this.#organizationIds,
    };
  }

  #addInstallations(place: StandingPlace, number: number, count: number): void {
    if (count === 0) return;
    const { counters, isAhead } = this.#kindPlaceOf(place, number);
    for (const counter of counters) {
      counter.installations += count;
      if (!isAhead) counter.addOrganization(this.#ordinal);
    }
  }

  #kindPlaceOf(place: StandingPlace, number: number): Place {
    const known = place.kinds[number] ?? this.#placeOfKind(place, number);
    place.kinds[number] = known;
    return known;
  }

  #placeOf(standing: Standing): StandingPlace {
    const known = this.#places.get(standing);
    if (known) return known;
    const effect = this.#effects.of(standing);
    const group = effect.isChanged ? this.#groupOf(standing, effect) : null;
    const counters = [...this.#countersOf(effect, effect), ...(group ? [group] : [])];
    const place = { standing, counters, isAhead: false, group, kinds: [] };
    this.#places.set(standing, place);
    return place;
  }

  /** R11: installations of users ahead count with their own standing, and not for their organization. */
  #placeOfKind(place: StandingPlace, number: number): Place {
    const kind = this.#kinds[number];
    if (!kind) throw new Error(`no kind has the number ${number}`);
    const isAhead = kind.runsAhead;
    const { standing, group } = isAhead ? this.#placeOf(AHEAD.standing) : place;
    const effect = this.#effects.ofKind(standing, kind);
    const isChanged = !isSameArrival(effect);
    const { now } = this.#effects;
    const isAtOnce = isChanged && (effect.arrives.before === now || effect.arrives.after === now);
    const counters = this.#countersOf(effect, { isChanged, isAtOnce });
    return { counters: group && isChanged ? [...counters, group] : counters, isAhead };
  }

  /** The counts that those with an effect belong to. */
  #countersOf(
    { arrives, bypasses }: ArrivalEffect,
    { isChanged, isAtOnce }: Pick<StandingEffect, "isChanged" | "isAtOnce">,
  ): readonly Counter[] {
    const { total, changed, atOnce, getting, losing, taken, bypassing } = this.#sums;
    const { before, after } = arrives;
    const { now } = this.#effects;
    const counters = [total];
    if (isChanged) counters.push(changed);
    if (isAtOnce) counters.push(atOnce);
    if (after !== null) counters.push(getting);
    if (before !== null && after === null) counters.push(losing);
    if (before === now && after !== now) counters.push(taken);
    if (bypasses) counters.push(bypassing);
    if (before !== null || after !== null) {
      counters.push(rowOf(this.#arrivals, `${before}/${after}`, { arrives }).reached);
    }
    return counters;
  }

  #groupOf({ schedule }: Standing, { arrives, isHeld, isAtOnce, before, after }: StandingEffect): Counter {
    const offered = isAtOnce ? { before: before.offered, after: after.offered } : null;
    const next = exchanged(before.coming[0], after.coming[0]);
    const versions = offered && [offered.before, offered.after].map((one) => one?.release.id);
    const dates =
      next && [next.before, next.after].map((one) => one && `${one.release.id}@${one.eligibleAt}`);
    const key = [formatSchedule(schedule), isHeld, arrives.before, arrives.after, versions, dates].join("/");
    return rowOf(this.#groups, key, { schedule, isHeld, arrives, offered, next }).reached;
  }
}

/** The row of a key, which is made if it is new. */
function rowOf<What extends object>(
  rows: Map<string, Row<What & { reached: Reached }>>,
  key: string,
  what: What,
) {
  const known = rows.get(key);
  if (known) return known;
  const row = Object.assign(what, { reached: new Counter() });
  rows.set(key, row);
  return row;
}

/** What comes next before a step and after it, or null if it is the same. */
function exchanged(before: UpcomingRelease | undefined, after: UpcomingRelease | undefined): Exchange | null {
  return isSameComing(before, after) ? null : { before: before ?? null, after: after ?? null };
}

function isAny({ reached: { organizations, users, installations } }: ArrivalCount): boolean {
  return organizations + users + installations > 0;
}

/** The soonest first, after the step or, for those that do not get it any more, before it. */
function bySoonest({ arrives: a }: ArrivalCount, { arrives: b }: ArrivalCount): number {
  const [one, other] = [a.after ?? a.before ?? 0, b.after ?? b.before ?? 0];
  return one - other || (a.before ?? 0) - (b.before ?? 0);
}

function byReached({ reached: a }: EffectGroup, { reached: b }: EffectGroup): number {
  return b.organizations - a.organizations || b.users - a.users;
}
