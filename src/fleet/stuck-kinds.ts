import { EARLIEST, type Instant } from "../instant.ts";
import { questionOf } from "../policy/installation-moves.ts";
import { StuckWatch } from "../policy/stuck.ts";
import type { Census } from "./census.ts";
import { KindStatuses } from "./kind-statuses.ts";
import { type CountedPart, numbersOf } from "./standing-counts.ts";
import type { World } from "./world.ts";

/** Kinds of installations by the numbers of their organizations, and in these by the numbers of the kinds. */
type KindsByOrganization = ReadonlyMap<number, readonly number[]>;

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
): Generator<void, KindsByOrganization> {
  const found = new Map<number, readonly number[]>();
  const offers = new LongOffers(world, census, now);
  let seen = 0;
  for (const number of numbersOf(world, part)) {
    if (++seen % AT_ONCE === 0) yield;
    const kinds = yield* offers.in(number);
    if (kinds.length > 0) found.set(number, kinds);
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

  *in(organization: number): Generator<void, readonly number[]> {
    const { organizations } = this.#world;
    const standingClass = organizations.standingClassOf(organization);
    const isNew = organizations.stoodAt(organization) > this.#watch.from;
    const known = this.#knownOf(standingClass);
    const kinds: number[] = [];
    for (const { kind } of this.#census.countsOf(organization)) {
      const { runsAhead, isManaged } = this.#statuses.kindAt(kind);
      if (isManaged || (isNew && !runsAhead)) continue;
      const before = known[kind];
      if (before ?? (yield* this.#isOffered(standingClass, kind))) kinds.push(kind);
    }
    return kinds;
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
    const { behind } = yield* this.#statuses.of(standingClass, number);
    if (behind !== "not_updated_yet") return this.#remember(standingClass, number, false);
    const governed = this.#statuses.governedOf(standingClass, kind);
    const asker = questionOf(kind, this.#watch.now);
    const isOffered = this.#watch.lastStay(asker, governed, EARLIEST) === null;
    yield;
    return this.#remember(standingClass, number, isOffered);
  }

  #remember(standingClass: number, kind: number, isOffered: boolean): boolean {
    this.#knownOf(standingClass)[kind] = isOffered;
    return isOffered;
  }
}
