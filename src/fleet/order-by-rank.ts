import type { Directory } from "./directory.ts";
import { type CountedPart, numbersOf } from "./standing-counts.ts";
import type { World } from "./world.ts";

/** The position of an organization in an order: its rank, a number that may be infinite; of one rank, by id. */
export interface RankPosition {
  readonly rank: number;
  readonly id: string;
}

/** The ranks of organizations, by their numbers in the directory. */
export interface Ranks {
  /** The rank of an organization if nothing has to be decided for it, or undefined. Nearly all are, so this makes no generator. */
  known(organization: number): number | undefined;
  /** The rank of an organization. Yields wherever it may be interrupted. */
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
  const page = new FirstPlaces(directory, asked);
  let seen = 0;
  for (const number of numbersOf(world, asked.part)) {
    if (++seen % AT_ONCE === 0) yield;
    if (asked.isIn && !asked.isIn(number)) continue;
    page.take({ rank: ranks.known(number) ?? (yield* ranks.of(number)), number });
  }
  return page.places.map(({ rank, number: at }) => ({ rank, id: directory.textAt(at) }));
}

/** The place of an organization in an order, by its number. */
interface Place {
  readonly rank: number;
  readonly number: number;
}

/** The first places of an order after the end of a page. Ids are compared in the directory, where no text is made of them. */
class FirstPlaces {
  readonly places: Place[] = [];
  readonly #directory: Directory;
  readonly #asked: RankPage;

  constructor(directory: Directory, asked: RankPage) {
    this.#directory = directory;
    this.#asked = asked;
  }

  /** Puts a place where it belongs, if it is one of them. */
  take(place: Place): void {
    const { places } = this;
    const { max } = this.#asked;
    const last = places.length < max ? undefined : places.at(-1);
    if ((last && !this.#isBefore(place, last)) || !this.#isAfterPage(place)) return;
    places.splice(this.#indexOf(place), 0, place);
    if (places.length > max) places.pop();
  }

  #isAfterPage({ rank, number }: Place): boolean {
    const { after, direction } = this.#asked;
    if (!after) return true;
    const order = rank - after.rank || this.#directory.compareWith(number, after.id);
    return direction === "asc" ? order > 0 : order < 0;
  }

  #isBefore(one: Place, other: Place): boolean {
    const order = one.rank - other.rank || this.#directory.compare(one.number, other.number);
    return this.#asked.direction === "asc" ? order < 0 : order > 0;
  }

  /** The index at which a place belongs. */
  #indexOf(place: Place): number {
    let [low, high] = [0, this.places.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#isBefore(this.places[middle] as Place, place)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
