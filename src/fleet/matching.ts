import type { Instant } from "../instant.ts";
import type { Standing } from "../policy/standing.ts";
import type { Census, KindCount } from "./census.ts";
import { withRoom } from "./growable-array.ts";
import { type InstallationFilter, isWithin, namedVersions } from "./installation-filter.ts";
import { KindStatuses } from "./kind-statuses.ts";
import { type CountedPart, numbersOf } from "./standing-counts.ts";
import type { World } from "./world.ts";

/** How many installations of each kind are stuck: by organization, and in these by kind. */
export type StuckCounts = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Limits on organizations, by what governs them and what is counted there; what is undefined limits nothing. */
export interface FleetFilter {
  /** Organizations with at least one installation within these limits. */
  readonly installations?: InstallationFilter | undefined;
  /** Only installations that are stuck, counted before; null for all. */
  readonly stuck?: StuckCounts | null | undefined;
  /** Organizations of which less than this share, from 0 to 1, runs what it should. */
  readonly currentBelow?: number | undefined;
  /** Organizations with such a standing. */
  readonly isStanding?: ((standing: Standing) => boolean) | undefined;
}

/** What filters are applied to. */
export interface CountedFleet {
  readonly world: World;
  readonly census: Census;
  readonly now: Instant;
}

/** Says which organizations and installations are within a filter. Its generators yield after each new verdict. */
export class Matcher {
  readonly #fleet: CountedFleet;
  readonly #filter: FleetFilter;
  readonly #statuses: KindStatuses;
  readonly #named: ReadonlySet<string>;
  /** Whether a standing class is within the limits; good until the ledger goes on. */
  readonly #standings = new Map<number, boolean>();
  #sequence = -1;

  constructor(fleet: CountedFleet, filter: FleetFilter) {
    this.#fleet = fleet;
    this.#filter = filter;
    this.#statuses = new KindStatuses(fleet.world, fleet.census, fleet.now);
    this.#named = namedVersions(fleet.world.calendar);
  }

  /** The kinds of an organization, by its number, that are within the limits on installations, with their counts. */
  *kindsOf(organization: number): Generator<void, readonly KindCount[]> {
    const { installations: limits = {}, stuck } = this.#filter;
    const standingClass = this.#fleet.world.organizations.standingClassOf(organization);
    const stuckHere = stuck?.get(organization);
    const found: KindCount[] = [];
    if (stuck && !stuckHere) return found;
    for (const { kind, installations } of this.#fleet.census.countsOf(organization)) {
      const known = this.#statuses.known(standingClass, kind);
      const status = known ?? (yield* this.#statuses.of(standingClass, kind));
      if (!isWithin(this.#statuses.kindAt(kind), status, limits, this.#named)) continue;
      const count = stuckHere ? (stuckHere.get(kind) ?? 0) : installations;
      if (count > 0) found.push({ kind, installations: count });
    }
    return found;
  }

  /** How many installations of an organization are within the limits, or null if the organization is not. */
  *countIn(organization: number): Generator<void, number | null> {
    const { installations, stuck, currentBelow, isStanding } = this.#filter;
    if (isStanding && !this.#stands(organization, isStanding)) return null;
    if (currentBelow !== undefined) {
      const { total, current } = yield* this.currentOf(organization);
      if (total === 0 || current >= currentBelow * total) return null;
    }
    let count = 0;
    for (const one of yield* this.kindsOf(organization)) count += one.installations;
    const isLimited = installations !== undefined || Boolean(stuck);
    return isLimited && count === 0 ? null : count;
  }

  /** How many installations of an organization there are, and run what they should. */
  *currentOf(organization: number): Generator<void, { readonly total: number; readonly current: number }> {
    const standingClass = this.#fleet.world.organizations.standingClassOf(organization);
    let [total, current] = [0, 0];
    for (const { kind, installations } of this.#fleet.census.countsOf(organization)) {
      if (this.#statuses.kindAt(kind).isManaged) continue;
      const known = this.#statuses.known(standingClass, kind);
      const { isCurrent } = known ?? (yield* this.#statuses.of(standingClass, kind));
      total += installations;
      if (isCurrent) current += installations;
    }
    return { total, current };
  }

  #stands(organization: number, isStanding: (standing: Standing) => boolean): boolean {
    const { organizations, standingClasses } = this.#fleet.world;
    if (this.#sequence !== this.#fleet.world.sequence) this.#standings.clear();
    this.#sequence = this.#fleet.world.sequence;
    const standingClass = organizations.standingClassOf(organization);
    const known = this.#standings.get(standingClass);
    if (known !== undefined) return known;
    const found = isStanding(standingClasses.governedAt(standingClass).standing);
    this.#standings.set(standingClass, found);
    return found;
  }
}

/** The organizations within a filter, and how many installations of each are. */
export class Matches {
  organizations = 0;
  installations = 0;
  /** By the number of an organization: the count + 1, or 0 if it is not among them. */
  #counts = new Uint32Array(64);

  add(organization: number, installations: number): void {
    this.#counts = withRoom(this.#counts, organization + 1);
    this.#counts[organization] = installations + 1;
    this.organizations++;
    this.installations += installations;
  }

  has(organization: number): boolean {
    return (this.#counts[organization] ?? 0) > 0;
  }

  /** The numbers of the organizations, ascending. */
  *numbers(): Generator<number> {
    for (const [number, count] of this.#counts.entries()) if (count > 0) yield number;
  }
}

/** How many organizations are looked at between two yields. */
const AT_ONCE = 64;

/** The organizations of a part within a filter, in one pass. Yields often. */
export function* findMatches(
  fleet: CountedFleet,
  part: CountedPart,
  filter: FleetFilter,
): Generator<void, Matches> {
  const matcher = new Matcher(fleet, filter);
  const matches = new Matches();
  let seen = 0;
  for (const number of numbersOf(fleet.world, part)) {
    if (++seen % AT_ONCE === 0) yield;
    const count = yield* matcher.countIn(number);
    if (count !== null) matches.add(number, count);
  }
  return matches;
}
