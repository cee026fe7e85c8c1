import { type CountedPart, numbersOf } from "./standing-counts.ts";
import type { World } from "./world.ts";

/** The position of an organization in an order: its rank, a number that may be infinite; of one rank, by id. */
export interface RankPosition {
  readonly rank: number;
  readonly id: string;
}

/** The ranks of organizations, by their numbers in the directory. */
export interface Ranks {
  /** Yields wherever it may be interrupted. */
  of(organization: number): Generator<void, number>;
}

/** A page of the order. */
export interface RankPage {
  readonly part: CountedPart;
  /** Whether an organization, by its number, is in the list; null for all. */
  readonly isIn: ((organization: number) => boolean) | null;
  readonly direction: "asc" | "desc";
  /** The end of the page before, or null for the first page. */
  readonly after: RankPosition | null;
  readonly max: number;
}

/** How many organizations are looked at between two yields. */
const AT_ONCE = 64;

/**
 * The organizations of a page, in the order of their ranks. One pass over all organizations of the part, which keeps no
 * more than the page. Yields often.
 */
export function* pageByRank(
  world: World,
  ranks: Ranks,
  asked: RankPage,
): Generator<void, readonly RankPosition[]> {
  const { directory } = world.organizations;
  const page = new FirstPositions(asked);
  let seen = 0;
  for (const number of numbersOf(world, asked.part)) {
    if (++seen % AT_ONCE === 0) yield;
    if (asked.isIn && !asked.isIn(number)) continue;
    const rank = yield* ranks.of(number);
    if (page.canTake(rank)) page.take({ rank, id: directory.textAt(number) });
  }
  return page.positions;
}

/** The first positions of an order after the end of a page. */
class FirstPositions {
  readonly positions: RankPosition[] = [];
  readonly #asked: RankPage;

  constructor(asked: RankPage) {
    this.#asked = asked;
  }

  /** Whether a position with a rank can be one of them. */
  canTake(rank: number): boolean {
    const last = this.#last();
    if (!last) return true;
    return this.#asked.direction === "asc" ? rank <= last.rank : rank >= last.rank;
  }

  /** Puts a position in its place, if it is one of them. */
  take(position: RankPosition): void {
    const { after, max } = this.#asked;
    if (after && !this.#isBefore(after, position)) return;
    const last = this.#last();
    if (last && !this.#isBefore(position, last)) return;
    this.positions.splice(this.#placeOf(position), 0, position);
    if (this.positions.length > max) this.positions.pop();
  }

  /** The last of them, or undefined while there is room. */
  #last(): RankPosition | undefined {
    return this.positions.length < this.#asked.max ? undefined : this.positions.at(-1);
  }

  #isBefore(a: RankPosition, b: RankPosition): boolean {
    return this.#asked.direction === "asc" ? comesBefore(a, b) : comesBefore(b, a);
  }

  /** The place of a position, as an index. */
  #placeOf(position: RankPosition): number {
    let [low, high] = [0, this.positions.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#isBefore(this.positions[middle] as RankPosition, position)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function comesBefore(a: RankPosition, b: RankPosition): boolean {
  return a.rank === b.rank ? a.id < b.id : a.rank < b.rank;
}
