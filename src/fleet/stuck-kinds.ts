import { EARLIEST, type Instant } from "../instant.ts";
import { questionOf } from "../policy/installation-moves.ts";
import { StuckWatch } from "../policy/stuck.ts";
import type { Census } from "./census.ts";
import { KindStatuses } from "./kind-statuses.ts";
import { type CountedPart, numbersOf } from "./standing-counts.ts";
import type { World } from "./world.ts";

/** An organization, by its number, and some kinds of its installations, by theirs; there is at least one. */
interface StuckKinds {
  readonly organization: number;
  readonly kinds: readonly number[];
}

/** How many organizations are looked at between two yields. */
const AT_ONCE = 64;

const NONE: readonly number[] = [];

/**
 * The kinds of each organization of a part to which an update was offered at every instant of the last days (`StuckWatch`).
 * Whether their installations asked meanwhile, counts do not tell. R11: of those that run ahead it is not known since when
 * their user has the switch on, so that the gates alone decide. Yields often.
 */
export function* findStuckKinds(
  world: World,
  census: Census,
  part: CountedPart,
  now: Instant,
): Generator<void, readonly StuckKinds[]> {
  const found: StuckKinds[] = [];
  const offers = new LongOffers(world, census, now);
  let seen = 0;
  for (const organization of numbersOf(world, part)) {
    if (++seen % AT_ONCE === 0) yield;
    const kinds = offers.knownIn(organization) ?? (yield* offers.decideIn(organization));
    if (kinds.length > 0) found.push({ organization, kinds });
  }
  return found;
}

/** To which kinds an update was offered all the time; remembered by standing class. */
class LongOffers {
  readonly #world: World;
  readonly #census: Census;
  readonly #watch: StuckWatch;
  readonly #statuses: KindStatuses;
  readonly #known = new Map<number, boolean[]>();
  #sequence: number;

  constructor(world: World, census: Census, now: Instant) {
    this.#world = world;
    this.#census = census;
    this.#watch = new StuckWatch(world.calendar, now);
    this.#statuses = new KindStatuses(world, census, now);
    this.#sequence = world.sequence;
  }

  /**
   * The kinds of an organization, by its number, to which an update was offered all the time, or undefined if that is not known
   * of all of them. Of nearly all it is, so this makes no generator.
   */
  knownIn(organization: number): readonly number[] | undefined {
    const census = this.#census;
    const known = this.#knownOf(this.#world.organizations.standingClassOf(organization));
    const isNew = this.#isNew(organization);
    let kinds = NONE;
    for (let record = census.firstOf(organization); record >= 0; record = census.nextOf(record)) {
      const kind = census.kindIn(record);
      if (!this.#isWatched(kind, isNew)) continue;
      const isOffered = known[kind];
      if (isOffered === undefined) return undefined;
      if (isOffered) kinds = [...kinds, kind];
    }
    return kinds;
  }

  /** The same, after it decided those that are missing. Yields after each: outsiders can give one organization thousands. */
  *decideIn(organization: number): Generator<void, readonly number[]> {
    const standingClass = this.#world.organizations.standingClassOf(organization);
    const known = this.#knownOf(standingClass);
    const isNew = this.#isNew(organization);
    const kinds: number[] = [];
    for (const { kind } of this.#census.countsOf(organization)) {
      if (!this.#isWatched(kind, isNew)) continue;
      known[kind] ??= yield* this.#isOffered(standingClass, kind);
      if (known[kind]) kinds.push(kind);
    }
    return kinds;
  }

  /** Whether the standing of an organization began too late for any offer of it to be long enough. */
  #isNew(organization: number): boolean {
    return this.#world.organizations.stoodAt(organization) > this.#watch.from;
  }

  #isWatched(kind: number, isNew: boolean): boolean {
    const { runsAhead, isManaged } = this.#statuses.kindAt(kind);
    return !isManaged && (!isNew || runsAhead);
  }

  /** What is known of the kinds of a standing class, by their numbers. */
  #knownOf(standingClass: number): boolean[] {
    if (this.#world.sequence !== this.#sequence) this.#known.clear();
    this.#sequence = this.#world.sequence;
    const known = this.#known.get(standingClass) ?? [];
    this.#known.set(standingClass, known);
    return known;
  }

  *#isOffered(standingClass: number, number: number): Generator<void, boolean> {
    const kind = this.#statuses.kindAt(number);
    // Nearly all are offered nothing now, which is quickly said.
    const { behind } = this.#statuses.of(standingClass, number);
    yield;
    if (behind !== "not_updated_yet") return false;
    const governed = this.#statuses.governedOf(standingClass, kind);
    const asker = questionOf(kind, this.#watch.now);
    const isOffered = this.#watch.lastStay(asker, governed, EARLIEST) === null;
    yield;
    return isOffered;
  }
}
