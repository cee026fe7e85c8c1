import type { Circumstances } from "./circumstances.ts";
import { Directory, type DirectoryImage } from "./directory.ts";
import { withRoom } from "./growable-array.ts";

/** The columns of the directory: the place comes first, because a check asks for nothing else. */
const CIRCUMSTANCES = 1;
/** The neighbours among the organizations of the lineup, each its number + 1; the first one's previous is the last. */
const NEXT = 2;
const PREVIOUS = 3;

/** All organizations, to be written down. */
export interface OrganizationsImage extends DirectoryImage {
  readonly saidAt: Float64Array;
  readonly count: number;
}

/**
 * Every organization by its number in the directory: its place, its lineup and when the newest of its partners' words for
 * it was said. At most 60 bytes each, and no object.
 */
export class Organizations {
  /** Every organization's place by its id; one that exists no more is where nobody is (0). */
  readonly directory: Directory;
  #saidAt: Float64Array;
  /** How many exist. */
  #count: number;

  constructor(image?: OrganizationsImage) {
    this.directory = new Directory(4, image);
    this.#saidAt = image?.saidAt ?? new Float64Array(64);
    this.#count = image?.count ?? 0;
  }

  get count(): number {
    return this.#count;
  }

  /** The number of its lineup; 0: it does not exist. */
  circumstancesOf(number: number): number {
    return this.directory.valueAt(number, CIRCUMSTANCES);
  }

  standingClassOf(number: number): number {
    return this.directory.valueAt(number);
  }

  setStandingClass(number: number, standingClass: number): void {
    this.directory.setValueAt(number, standingClass);
  }

  /** When the newest of its partners' words for it was said, in milliseconds; 0: there is none. */
  saidAt(number: number): number {
    return this.#saidAt[number] ?? 0;
  }

  /** Puts an organization into a lineup, the last there, or (null) nowhere: it exists no more. */
  move(number: number, from: Circumstances | undefined, to: Circumstances | null, saidAt: number): void {
    this.#saidAt = withRoom(this.#saidAt, number + 1);
    this.#saidAt[number] = saidAt;
    if (from === (to ?? undefined)) return;
    if (from) this.#takeOut(number, from);
    if (to) this.#append(number, to);
    this.#count += (to ? 1 : 0) - (from ? 1 : 0);
  }

  /** The numbers of a lineup's organizations. */
  *of(circumstances: Circumstances): Generator<number, void, undefined> {
    for (let at = circumstances.first; at > 0; at = this.directory.valueAt(at - 1, NEXT)) yield at - 1;
  }

  /** A copy of all organizations. */
  image(): OrganizationsImage {
    const directory = this.directory.image();
    return { ...directory, saidAt: this.#saidAt.slice(0, this.directory.size), count: this.#count };
  }

  #append(number: number, circumstances: Circumstances): void {
    const { directory } = this;
    const first = circumstances.first;
    directory.setValueAt(number, circumstances.number, CIRCUMSTANCES);
    directory.setValueAt(number, 0, NEXT);
    if (first === 0) {
      circumstances.first = number + 1;
      directory.setValueAt(number, number + 1, PREVIOUS);
    } else {
      const last = directory.valueAt(first - 1, PREVIOUS);
      directory.setValueAt(last - 1, number + 1, NEXT);
      directory.setValueAt(number, last, PREVIOUS);
      directory.setValueAt(first - 1, number + 1, PREVIOUS);
    }
    circumstances.size++;
  }

  #takeOut(number: number, circumstances: Circumstances): void {
    const { directory } = this;
    const next = directory.valueAt(number, NEXT);
    const previous = directory.valueAt(number, PREVIOUS);
    if (circumstances.first === number + 1) circumstances.first = next;
    else directory.setValueAt(previous - 1, next, NEXT);
    // The last one is the previous of the first.
    const after = next > 0 ? next : circumstances.first;
    if (after > 0) directory.setValueAt(after - 1, previous, PREVIOUS);
    for (const column of [CIRCUMSTANCES, NEXT, PREVIOUS]) directory.setValueAt(number, 0, column);
    circumstances.size--;
  }
}
