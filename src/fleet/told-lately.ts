import type { Instant } from "../instant.ts";
import type { CheckInHash } from "./check-in-hash.ts";

/** For how long a check-in that says the same as the last one is not written again. */
export const REPEATED_WITHIN_HOURS = 20;

const MINUTE_MS = 60_000;
const REPEATED_WITHIN_MINUTES = REPEATED_WITHIN_HOURS * 60;
/** How far a clock may go back before what was told is no longer believed to be of the past. */
export const CLOCK_SLACK_MINUTES = 60;

/** An entry is four numbers of 32 bits: the key, what was said, and the minute. Four entries fill a line of a processor's cache. */
const ENTRY_LENGTH = 4;
const WAYS = 4;
const BUCKET_LENGTH = ENTRY_LENGTH * WAYS;
/** Installations that fit. */
const MOST_REMEMBERED = 2 ** 20;
/** The memory that a process takes for it, from its first check-in on, in bytes. */
export const TOLD_LATELY_BYTES = MOST_REMEMBERED * ENTRY_LENGTH * Uint32Array.BYTES_PER_ELEMENT;

/**
 * What installations told lately, as hashes, so that one that says the same again need not be written again. Takes the same
 * memory whatever is told: where there is no room, it forgets what was told longest ago among four. A check-in that
 * differs is taken for the same once in 4 billion times, and then for 20 hours at most.
 */
export class ToldLately {
  readonly #mask: number;
  /** Allocated with the first check-in, because many processes never get one. */
  #entries: Uint32Array | null = null;
  readonly #size: number;

  /** `most`: how many installations are remembered, a power of two from 4 on. */
  constructor(most = MOST_REMEMBERED) {
    this.#size = most * ENTRY_LENGTH;
    this.#mask = most / WAYS - 1;
  }

  /**
   * Whether the installation said the same within the last 20 hours; remembers it if not. `at` is when it said so now.
   */
  isRepeated({ keyHigh, keyLow, said }: CheckInHash, at: Instant): boolean {
    const entries = this.#room();
    const minute = Math.floor(at / MINUTE_MS);
    const start = (keyLow & this.#mask) * BUCKET_LENGTH;
    let place = start;
    for (let entry = start; entry < start + BUCKET_LENGTH; entry += ENTRY_LENGTH) {
      if (entries[entry] === keyHigh && entries[entry + 1] === keyLow) {
        if (entries[entry + 2] === said && isLately(entries[entry + 3] as number, minute)) return true;
        place = entry;
        break;
      }
      if ((entries[entry + 3] as number) < (entries[place + 3] as number)) place = entry;
    }
    entries[place] = keyHigh;
    entries[place + 1] = keyLow;
    entries[place + 2] = said;
    entries[place + 3] = minute;
    return false;
  }

  /** Forgets what an installation told, because it was not written. */
  forget({ keyHigh, keyLow }: CheckInHash): void {
    const entries = this.#room();
    const start = (keyLow & this.#mask) * BUCKET_LENGTH;
    for (let entry = start; entry < start + BUCKET_LENGTH; entry += ENTRY_LENGTH) {
      if (entries[entry] === keyHigh && entries[entry + 1] === keyLow) entries[entry + 3] = 0;
    }
  }

  /** Forgets everything. */
  forgetAll(): void {
    this.#entries = null;
  }

  #room(): Uint32Array {
    this.#entries ??= new Uint32Array(this.#size);
    return this.#entries;
  }
}

function isLately(told: number, minute: number): boolean {
  const passed = minute - told;
  return passed < REPEATED_WITHIN_MINUTES && passed > -CLOCK_SLACK_MINUTES;
}
