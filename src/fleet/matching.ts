import type { Instant } from "../instant.ts";
import type { Standing } from "../policy/standing.ts";
import type { Census, KindCount } from "./census.ts";
import { withRoom } from "./growable-array.ts";
import { type InstallationFilter, isWithin, namedVersions } from "./installation-filter.ts";
import { KindStatuses, type Statuses } from "./kind-statuses.ts";
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

/**
 * Says which organizations and installations are within a filter, by statuses that were decided before: {@link knownIn}
 * gives them, or else {@link decideIn}.
 */
export class Matcher {
  readonly #fleet: CountedFleet;
  readonly #filter: FleetFilter;
  readonly #statuses: KindStatuses;
  readonly #named: ReadonlySet<string>;
  /** By the statuses of a standing class and the number of a kind: whether it is within the limits on installations. */
  readonly #within = new WeakMap<Statuses, boolean[]>();
  /** Whether a standing class is within the limits; good until the ledger goes on. */
  readonly #standings = new Map<number, boolean>();
  #sequence = -1;

  constructor(fleet: CountedFleet, filter: FleetFilter) {
    this.#fleet = fleet;
    this.#filter = filter;
    this.#statuses = new KindStatuses(fleet.world, fleet.census, fleet.now);
    this.#named = namedVersions(fleet.world.calendar);
  }

  /** The statuses of all kinds of an organization, by its number, or undefined if some are not decided yet. */
  knownIn(organization: number): Statuses | undefined {
    return this.#statuses.knownIn(organization);
  }

  /** The same, after it decided them. Yields after each. */
  decideIn(organization: number): Generator<void, Statuses> {
    return this.#statuses.decideIn(organization);
  }

  /** The kinds of an organization that are within the limits on installations, with their counts. */
  kindsOf(organization: number, statuses: Statuses): readonly KindCount[] {
    const found: KindCount[] = [];
    this.#visitWithin(organization, statuses, (kind, installations) => found.push({ kind, installations }));
    return found;
  }

  /** How many installations of an organization are within the limits, or null if the organization is not. */
  countIn(organization: number, statuses: Statuses): number | null {
    const { installations, stuck, currentBelow, isStanding } = this.#filter;
    if (isStanding && !this.#stands(organization, isStanding)) return null;
    if (currentBelow !== undefined) {
      const { total, current } = this.currentOf(organization, statuses);
      if (total === 0 || current >= currentBelow * total) return null;
    }
    let count = 0;
    this.#visitWithin(organization, statuses, (_, here) => {
      count += here;
    });
    const isLimited = installations !== undefined || Boolean(stuck);
    return isLimited && count === 0 ? null : count;
  }

  /** How many installations of an organization there are, and run what they should. */
  currentOf(organization: number, statuses: Statuses): { readonly total: number; readonly current: number } {
    const { census } = this.#fleet;
    let [total, current] = [0, 0];
    for (let record = census.firstOf(organization); record >= 0; record = census.nextOf(record)) {
      const kind = census.kindIn(record);
      const status = statuses[kind];
      if (!status || this.#statuses.kindAt(kind).isManaged) continue;
      total += census.countIn(record);
      if (status.isCurrent) current += census.countIn(record);
    }
    return { total, current };
  }

  #visitWithin(
    organization: number,
    statuses: Statuses,
    see: (kind: number, installations: number) => void,
  ): void {
    const { census } = this.#fleet;
    const { stuck } = this.#filter;
    const stuckHere = stuck?.get(organization);
    if (stuck && !stuckHere) return;
    const within = this.#withinOf(statuses);
    for (let record = census.firstOf(organization); record >= 0; record = census.nextOf(record)) {
      const kind = census.kindIn(record);
      if (!(within[kind] ?? this.#decideWithin(within, statuses, kind))) continue;
      const count = stuckHere ? (stuckHere.get(kind) ?? 0) : census.countIn(record);
      if (count > 0) see(kind, count);
    }
  }

  #withinOf(statuses: Statuses): boolean[] {
    const known = this.#within.get(statuses);
    if (known) return known;
    const within: boolean[] = [];
    this.#within.set(statuses, within);
    return within;
  }

  #decideWithin(within: boolean[], statuses: Statuses, kind: number): boolean {
    const status = statuses[kind];
    if (!status) return false;
    const found = isWithin(
      this.#statuses.kindAt(kind),
      status,
      this.#filter.installations ?? {},
      this.#named,
    );
    within[kind] = found;
    return found;
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
    const count = matcher.countIn(number, matcher.knownIn(number) ?? (yield* matcher.decideIn(number)));
    if (count !== null) matches.add(number, count);
  }
  return matches;
}
