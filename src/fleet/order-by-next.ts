import type { Instant } from "../instant.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { Standing } from "../policy/standing.ts";
import type { Foretelling } from "./foretell.ts";
import { type CountedPart, numbersOf } from "./standing-counts.ts";

/**
 * The position of an organization in the order by what comes next: the instant in milliseconds, 0 if a rollout may reach
 * somebody at any moment, or Infinity if nothing is in sight; of one instant, by id.
 */
export interface NextPosition {
  readonly at: number;
  readonly id: string;
}

/** A page of the order. */
export interface NextPage {
  readonly part: CountedPart;
  /** Only these, if it is given. */
  readonly only: ReadonlySet<string> | null;
  readonly direction: "asc" | "desc";
  /** The end of the page before, or null for the first page. */
  readonly after: NextPosition | null;
  readonly max: number;
}

interface ForetellingNow extends Foretelling {
  readonly now: Instant;
}

/** How many organizations are looked at between two yields. */
const AT_ONCE = 64;

/** How many standing classes have their instants remembered. */
const MOST_REMEMBERED = 10_000;

/**
 * R56: the organizations of a page, in the order by what comes next, by counts alone: in a rollout the earliest instant. One
 * pass over all organizations of the part, which keeps no more than the page. Yields often.
 */
export function* pageByNext(
  foretelling: ForetellingNow,
  asked: NextPage,
): Generator<void, readonly NextPosition[]> {
  const { world } = foretelling;
  const { directory } = world.organizations;
  const instants = new NextInstants(foretelling);
  const page = new FirstPositions(asked);
  let seen = 0;
  for (const number of numbersOf(world, asked.part)) {
    if (++seen % AT_ONCE === 0) yield;
    const at = yield* instants.of(number);
    if (page.canTake(at)) page.take({ at, id: directory.textAt(number) });
  }
  return page.positions;
}

/** The first positions of an order after the end of a page. */
class FirstPositions {
  readonly positions: NextPosition[] = [];
  readonly #asked: NextPage;

  constructor(asked: NextPage) {
    this.#asked = asked;
  }

  /** Whether a position at an instant can be one of them. */
  canTake(at: number): boolean {
    const last = this.#last();
    if (!last) return true;
    return this.#asked.direction === "asc" ? at <= last.at : at >= last.at;
  }

  /** Puts a position in its place, if it is one of them. */
  take(position: NextPosition): void {
    const { after, only, max } = this.#asked;
    if (after && !this.#isBefore(after, position)) return;
    const last = this.#last();
    if (last && !this.#isBefore(position, last)) return;
    if (only && !only.has(position.id)) return;
    this.positions.splice(this.#placeOf(position), 0, position);
    if (this.positions.length > max) this.positions.pop();
  }

  /** The last of them, or undefined while there is room. */
  #last(): NextPosition | undefined {
    return this.positions.length < this.#asked.max ? undefined : this.positions.at(-1);
  }

  #isBefore(a: NextPosition, b: NextPosition): boolean {
    return this.#asked.direction === "asc" ? comesBefore(a, b) : comesBefore(b, a);
  }

  /** The place of a position, as an index. */
  #placeOf(position: NextPosition): number {
    let [low, high] = [0, this.positions.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#isBefore(this.positions[middle] as NextPosition, position)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function comesBefore(a: NextPosition, b: NextPosition): boolean {
  return a.at === b.at ? a.id < b.id : a.at < b.at;
}

/** When something comes for each organization; remembers it by standing class and kind until the ledger goes on. */
class NextInstants {
  readonly #foretelling: ForetellingNow;
  readonly #remembered = new Map<number, Remembered>();
  #sequence = -1;

  constructor(foretelling: ForetellingNow) {
    this.#foretelling = foretelling;
  }

  /**
   * The instant of an organization, by its number in the directory. Yields after each kind that was not foretold before:
   * outsiders can give one organization thousands of them.
   */
  *of(organization: number): Generator<void, number> {
    const { world, census, foresight, now } = this.#foretelling;
    const remembered = this.#rememberedOf(world.organizations.standingClassOf(organization));
    let at = Number.POSITIVE_INFINITY;
    const counts = census.countsOf(organization);
    for (const { kind } of counts) {
      const known = remembered.kinds[kind];
      const own = known ?? this.#ofKind(census.kinds[kind], remembered.standing);
      remembered.kinds[kind] = own;
      at = Math.min(at, own);
      if (known === undefined) yield;
    }
    if (counts.length > 0) return at;
    remembered.fresh ??= foresight.ofNew(remembered.standing, now)?.at ?? Number.POSITIVE_INFINITY;
    return remembered.fresh;
  }

  #ofKind(kind: InstallationKind | undefined, standing: Standing): number {
    const { foresight, now } = this.#foretelling;
    const at = kind && foresight.ofKind(kind, standing, now).next?.at;
    if (at === undefined) return Number.POSITIVE_INFINITY;
    return at > now ? at : 0;
  }

  #rememberedOf(standingClass: number): Remembered {
    const { world } = this.#foretelling;
    if (world.sequence !== this.#sequence || this.#remembered.size >= MOST_REMEMBERED)
      this.#remembered.clear();
    this.#sequence = world.sequence;
    const known = this.#remembered.get(standingClass);
    if (known) return known;
    const { standing } = world.standingClasses.governedAt(standingClass);
    const begun: Remembered = { standing, kinds: [], fresh: undefined };
    this.#remembered.set(standingClass, begun);
    return begun;
  }
}

/** The instants of one standing class. */
interface Remembered {
  readonly standing: Standing;
  /** By the number of the kind. */
  readonly kinds: number[];
  /** Where nobody is counted; undefined until it is asked. */
  fresh: number | undefined;
}
