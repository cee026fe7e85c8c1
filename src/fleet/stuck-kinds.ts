import { EARLIEST, type Instant } from "../instant.ts";
import { questionOf } from "../policy/installation-moves.ts";
import { StuckWatch } from "../policy/stuck.ts";
import type { Census } from "./census.ts";
import { withRoom } from "./growable-array.ts";
import { KindStatuses } from "./kind-statuses.ts";
import { type CountedPart, numbersOf } from "./standing-counts.ts";
import type { World } from "./world.ts";

/** Kinds of installations in organizations, both by their numbers, in packed memory: there may be millions. */
class OrganizationKinds {
  size = 0;
  #organizations = new Uint32Array(64);
  #kinds = new Uint32Array(64);

  add(organization: number, kind: number): void {
    this.#organizations = withRoom(this.#organizations, this.size + 1);
    this.#kinds = withRoom(this.#kinds, this.size + 1);
    this.#organizations[this.size] = organization;
    this.#kinds[this.size] = kind;
    this.size++;
  }

  /** All of them, so many at a time, by organization. One with many kinds may be in two batches, with some of them in each. */
  *batches(most: number): Generator<ReadonlyMap<number, readonly number[]>> {
    for (let from = 0; from < this.size; from += most)
      yield this.#batch(from, Math.min(this.size, from + most));
  }

  #batch(from: number, to: number): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, number[]>();
    for (let at = from; at < to; at++) {
      const organization = this.#organizations[at] as number;
      const kinds = found.get(organization) ?? [];
      found.set(organization, kinds);
      kinds.push(this.#kinds[at] as number);
    }
    return found;
  }
}

/** How many organizations are looked at between two yields. */
const AT_ONCE = 64;

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
): Generator<void, OrganizationKinds> {
  const found = new OrganizationKinds();
  const offers = new LongOffers(world, census, now);
  let seen = 0;
  for (const organization of numbersOf(world, part)) {
    if (++seen % AT_ONCE === 0) yield;
    const known = offers.knownIn(organization) ?? (yield* offers.decideIn(organization));
    offers.addIn(organization, known, found);
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
   * Whether an update was offered to kinds all the time, by their numbers, under the standing class of an organization, if that
   * is known of all its kinds that matter, or undefined. Of nearly all it is, so this makes no generator.
   */
  knownIn(organization: number): readonly boolean[] | undefined {
    const census = this.#census;
    const known = this.#knownOf(this.#world.organizations.standingClassOf(organization));
    const isNew = this.#isNew(organization);
    for (let record = census.firstOf(organization); record >= 0; record = census.nextOf(record)) {
      const kind = census.kindIn(record);
      if (known[kind] === undefined && this.#isWatched(kind, isNew)) return undefined;
    }
    return known;
  }

  /** The same, after it decided those that are missing. Yields after each: outsiders can give one organization thousands. */
  *decideIn(organization: number): Generator<void, readonly boolean[]> {
    const standingClass = this.#world.organizations.standingClassOf(organization);
    const known = this.#knownOf(standingClass);
    const isNew = this.#isNew(organization);
    for (const { kind } of this.#census.countsOf(organization)) {
      if (this.#isWatched(kind, isNew)) known[kind] ??= yield* this.#isOffered(standingClass, kind);
    }
    return known;
  }

  /** Adds the kinds of an organization to which an update was offered all the time, by what is known of them. */
  addIn(organization: number, known: readonly boolean[], found: OrganizationKinds): void {
    const census = this.#census;
    const isNew = this.#isNew(organization);
    for (let record = census.firstOf(organization); record >= 0; record = census.nextOf(record)) {
      const kind = census.kindIn(record);
      if (known[kind] && this.#isWatched(kind, isNew)) found.add(organization, kind);
    }
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
    const isOffered = this.#watch.findStay(asker, governed, EARLIEST) === null;
    yield;
    return isOffered;
  }
}
