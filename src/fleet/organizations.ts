import type { Instant } from "../instant.ts";
import type { Circumstances } from "./circumstances.ts";
import { Directory, type DirectoryImage } from "./directory.ts";
import { OrganizationTimes } from "./organization-times.ts";
import type { StillArray } from "./still-array.ts";

/** Columns of the directory. The standing class is column 0, because a check reads nothing else. */
const CIRCUMSTANCES = 1;
/**
 * The neighbours among the organizations with the same circumstances, as number + 1; the first's previous is the last.
 */
const NEXT = 2;
const PREVIOUS = 3;

/** All organizations as a checkpoint stores them. */
export interface OrganizationsImage<Words = Uint32Array> extends DirectoryImage<Words> {
  readonly times: Words;
  readonly count: number;
}

/**
 * Every organization by its number in the directory: its standing class, its circumstances, when the newest
 * schedule that a partner set for it was set, and when its standing began. At most 64 bytes each, and no object.
 */
export class Organizations {
  /** Every organization by its id; one that no longer exists has the standing class {@link NOBODY}, 0. */
  readonly directory: Directory;
  readonly #times: OrganizationTimes;
  /** How many organizations exist. */
  #count: number;

  constructor(image?: OrganizationsImage) {
    this.directory = new Directory(4, image);
    this.#times = new OrganizationTimes(image?.times);
    this.#count = image?.count ?? 0;
  }

  get count(): number {
    return this.#count;
  }

  /** The number of its circumstances, or 0 if it does not exist. */
  circumstancesOf(number: number): number {
    return this.directory.valueAt(number, CIRCUMSTANCES);
  }

  standingClassOf(number: number): number {
    return this.directory.valueAt(number);
  }

  setStandingClass(number: number, standingClass: number): void {
    this.directory.setValueAt(number, standingClass);
  }

  /** When the standing of an organization began, up to an hour later. */
  stoodAt(number: number): Instant {
    return this.#times.stoodAt(number);
  }

  /** Remembers that the standing of an organization began at an instant. */
  beginStanding(number: number, at: Instant): void {
    this.#times.setStoodAt(number, at);
  }

  /** When the newest schedule that a partner set for it was set, in milliseconds, or 0 if there is none. */
  saidAt(number: number): number {
    return this.#times.saidAt(number);
  }

  /** Moves an organization to the end of other circumstances, or to null if it no longer exists. */
  move(number: number, from: Circumstances | undefined, to: Circumstances | null, saidAt: number): void {
    this.#times.setSaidAt(number, saidAt);
    if (from === (to ?? undefined)) return;
    if (from) this.#takeOut(number, from);
    if (to) this.#append(number, to);
    this.#count += (to ? 1 : 0) - (from ? 1 : 0);
  }

  /** The numbers of the organizations with these circumstances. */
  *of(circumstances: Circumstances): Generator<number, void, undefined> {
    for (let at = circumstances.first; at > 0; at = this.directory.valueAt(at - 1, NEXT)) yield at - 1;
  }

  /** All organizations as they are now, for a checkpoint. */
  image(): OrganizationsImage<StillArray> {
    return { ...this.directory.image(), times: this.#times.image(this.directory.end), count: this.#count };
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
    // The list is circular backwards: the first organization's previous is the last.
    const after = next > 0 ? next : circumstances.first;
    if (after > 0) directory.setValueAt(after - 1, previous, PREVIOUS);
    for (const column of [CIRCUMSTANCES, NEXT, PREVIOUS]) directory.setValueAt(number, 0, column);
    circumstances.size--;
  }
}
