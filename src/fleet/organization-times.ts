import { type Instant, toInstant } from "../instant.ts";
import { withRoom } from "./growable-array.ts";
import { type StillArray, StillArrays } from "./still-array.ts";

const HOUR_MS = 3_600_000;
/** The words of 32 bits that one organization takes. */
const WORDS = 2;
const WORD = 2 ** 32;
/** The bits of the second word that belong to the first time; the others count hours. */
const UPPER_BITS = 11;
const UPPER = (1 << UPPER_BITS) - 1;
/** The greatest time that fits in 43 bits of milliseconds: in the year 2248. */
const MOST_MS = WORD * (UPPER + 1) - 1;
/** The greatest that fits in 21 bits of hours: in the year 2209. */
const MOST_HOURS = 2 ** (32 - UPPER_BITS) - 1;

/**
 * Two times of every organization, by its number, in 8 bytes: when the newest schedule that a partner set for it was set, in
 * milliseconds, and when its standing began, in hours. A time that does not fit is kept as the nearest that does.
 */
export class OrganizationTimes {
  #words: Uint32Array;
  readonly #stills = new StillArrays();

  constructor(words?: Uint32Array) {
    this.#words = words ?? new Uint32Array(WORDS * 64);
  }

  /** When the newest schedule that a partner set for it was set, in milliseconds, or 0 if there is none. */
  saidAt(number: number): number {
    return WORD * (this.#upperWord(number) & UPPER) + (this.#words[WORDS * number] ?? 0);
  }

  setSaidAt(number: number, at: number): void {
    const milliseconds = within(at, MOST_MS);
    this.#makeRoomFor(number);
    this.#stills.beforeChange(this.#words, WORDS * number);
    this.#words[WORDS * number] = milliseconds % WORD;
    this.#setUpperWord(number, Math.floor(milliseconds / WORD), this.#hours(number));
  }

  /** When the standing of an organization began, up to an hour later. */
  stoodAt(number: number): Instant {
    return toInstant(this.#hours(number) * HOUR_MS);
  }

  setStoodAt(number: number, at: Instant): void {
    this.#makeRoomFor(number);
    this.#setUpperWord(number, this.#upperWord(number) & UPPER, within(Math.ceil(at / HOUR_MS), MOST_HOURS));
  }

  /** The times of all numbers below `end`, as they are now, for a checkpoint. */
  image(end: number): StillArray {
    return this.#stills.take(this.#words, Math.min(this.#words.length, WORDS * end));
  }

  #upperWord(number: number): number {
    return this.#words[WORDS * number + 1] ?? 0;
  }

  #hours(number: number): number {
    return this.#upperWord(number) >>> UPPER_BITS;
  }

  #setUpperWord(number: number, upper: number, hours: number): void {
    this.#stills.beforeChange(this.#words, WORDS * number + 1);
    this.#words[WORDS * number + 1] = (hours << UPPER_BITS) | upper;
  }

  #makeRoomFor(number: number): void {
    this.#words = withRoom(this.#words, WORDS * (number + 1));
  }
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
