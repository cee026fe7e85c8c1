import { withRoom } from "./growable-array.ts";
import { type StillArray, StillArrays } from "./still-array.ts";

const MISSING = -1;
const KEY_WORDS = 4;
const DASH = 45;
/** The offsets in the text of a UUID of its eight groups of four hex digits. */
const HALVES = new Uint8Array([0, 4, 9, 14, 19, 24, 28, 32]);
/** The value of a character that is no hex digit: larger than any four digits, also after a shift. */
const NO_DIGIT = 0x10000;

/** The value of a hex digit in either case, by its character code. */
const HEX = new Uint32Array(65_536).fill(NO_DIGIT);
for (let digit = 0; digit < 16; digit++) {
  HEX[digit.toString(16).charCodeAt(0)] = digit;
  HEX[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/** A directory as a checkpoint stores it: its records, and the numbers that are free. */
export interface DirectoryImage<Records = Uint32Array> {
  readonly records: Records;
  readonly free: readonly number[];
}

/**
 * A hash table from UUIDs to numbers, counted from 0 in the order in which they are added, with some columns of 32 bits
 * for each. It uses open addressing over typed arrays: one UUID among millions is found by two reads of memory, without
 * an object. Each takes 16 bytes and 4 for each column, a sixteenth of that as spare room, and 8 to 16 bytes of index.
 * With four columns a record fits in one cache line of the processor.
 */
export class Directory {
  readonly #states: number;
  #records: Uint32Array;
  /** The number + 1 at the slot of its key, or 0 if the slot is free. */
  #slots = new Int32Array(128);
  /** How many numbers were ever assigned. */
  #count = 0;
  readonly #free: number[] = [];
  readonly #key = new Uint32Array(KEY_WORDS);
  readonly #stills = new StillArrays();

  constructor(columns = 4, image?: DirectoryImage) {
    this.#states = KEY_WORDS + columns;
    this.#records = image?.records ?? new Uint32Array(64 * this.#states);
    if (image) this.#restore(image);
  }

  /** How many UUIDs it holds. */
  get size(): number {
    return this.#count - this.#free.length;
  }

  /** All numbers are below it. */
  get end(): number {
    return this.#count;
  }

  /** The number of a UUID in either case, or -1 if it is unknown or the text is no UUID. */
  find(text: string): number {
    if (!this.#readKey(text)) return MISSING;
    return (this.#slots[this.#slotOf()] as number) - 1;
  }

  /** The number of a UUID, added with columns of 0 if it is new, or -1 if the text is no UUID. */
  add(text: string): number {
    if (!this.#readKey(text)) return MISSING;
    const slot = this.#slotOf();
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    const number = this.#free.pop() ?? this.#count++;
    this.#records = withRoom(this.#records, this.#states * this.#count);
    this.#stills.beforeChange(this.#records, this.#states * number, KEY_WORDS);
    this.#records.set(this.#key, this.#states * number);
    this.#slots[slot] = number + 1;
    if (2 * this.#count > this.#slots.length) this.#hashInto(this.#slots.length * 2);
    return number;
  }

  /** Removes the UUID of a number; the number is reused. */
  remove(number: number): void {
    this.#readKeyAt(number);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = this.#slotOf();
    for (let slot = (hole + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      this.#readKeyAt((slots[slot] as number) - 1);
      const home = mix(this.#key) & mask;
      // A search goes from the home slot on and ends at a hole, so there must be none before the key.
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      slots[hole] = slots[slot] as number;
      hole = slot;
    }
    slots[hole] = 0;
    this.#stills.beforeChange(this.#records, this.#states * number, this.#states);
    this.#records.fill(0, this.#states * number, this.#states * (number + 1));
    this.#free.push(number);
  }

  /** The UUID of a number, in lower case. */
  textAt(number: number): string {
    const at = this.#states * number;
    let hex = "";
    for (let word = 0; word < KEY_WORDS; word++) {
      hex += (this.#records[at + word] as number).toString(16).padStart(8, "0");
    }
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** The order of the UUIDs of two numbers, as that of their texts: below 0 if the first comes first, 0 if they are the same. */
  compare(one: number, other: number): number {
    return this.#compareWords(one, this.#records, this.#states * other);
  }

  /** The same for the UUID of a number and a text, which need not be a UUID. */
  compareWith(number: number, text: string): number {
    if (this.#readKey(text)) return this.#compareWords(number, this.#key, 0);
    return this.textAt(number) < text ? -1 : 1;
  }

  #compareWords(number: number, words: Uint32Array, at: number): number {
    const own = this.#states * number;
    for (let word = 0; word < KEY_WORDS; word++) {
      const difference = (this.#records[own + word] as number) - (words[at + word] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** The value of a column (from 0) for a number from {@link add}; 0 until it is set. */
  valueAt(number: number, column = 0): number {
    return this.#records[Math.imul(this.#states, number) + KEY_WORDS + column] ?? 0;
  }

  /** Sets a column (from 0) for a number from {@link add} to a value from 0 to 2^32-1. */
  setValueAt(number: number, value: number, column = 0): void {
    const at = Math.imul(this.#states, number) + KEY_WORDS + column;
    this.#stills.beforeChange(this.#records, at);
    this.#records[at] = value;
  }

  /** Every number that is in use, ascending. */
  *numbers(): Generator<number> {
    const free = new Set(this.#free);
    for (let number = 0; number < this.#count; number++) if (!free.has(number)) yield number;
  }

  /** What it holds now, for a checkpoint. */
  image(): DirectoryImage<StillArray> {
    const records = this.#stills.take(this.#records, this.#states * this.#count);
    return { records, free: [...this.#free] };
  }

  #restore({ records, free }: DirectoryImage): void {
    this.#count = records.length / this.#states;
    this.#free.push(...free);
    let slots = this.#slots.length;
    while (2 * this.#count > slots) slots *= 2;
    this.#hashInto(slots);
  }

  #readKey(text: string): boolean {
    if (text.length !== 36 || !hasDashes(text)) return false;
    const key = this.#key;
    let seen = 0;
    for (let word = 0; word < KEY_WORDS; word++) {
      const high = hex4(text, HALVES[2 * word] as number);
      const low = hex4(text, HALVES[2 * word + 1] as number);
      seen |= high | low;
      key[word] = (high << 16) | low;
    }
    return seen < NO_DIGIT;
  }

  /** The slot of the key that was read last, or the free slot in which it would be put. */
  #slotOf(): number {
    const key = this.#key;
    const records = this.#records;
    const slots = this.#slots;
    const words = this.#states;
    const mask = slots.length - 1;
    let slot = mix(key) & mask;
    for (;;) {
      const number = (slots[slot] as number) - 1;
      if (number < 0) return slot;
      const at = Math.imul(words, number);
      if (
        records[at] === key[0] &&
        records[at + 1] === key[1] &&
        records[at + 2] === key[2] &&
        records[at + 3] === key[3]
      ) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  #readKeyAt(number: number): void {
    for (let word = 0; word < KEY_WORDS; word++) {
      this.#key[word] = this.#records[this.#states * number + word] as number;
    }
  }

  #hashInto(length: number): void {
    this.#slots = new Int32Array(length);
    const free = new Set(this.#free);
    for (let number = 0; number < this.#count; number++) {
      if (free.has(number)) continue;
      this.#readKeyAt(number);
      this.#slots[this.#slotOf()] = number + 1;
    }
  }
}

function hasDashes(text: string): boolean {
  return (
    text.charCodeAt(8) === DASH &&
    text.charCodeAt(13) === DASH &&
    text.charCodeAt(18) === DASH &&
    text.charCodeAt(23) === DASH
  );
}

/** Four hex digits as a number; {@link NO_DIGIT} or more if one of them is none. */
function hex4(text: string, at: number): number {
  return (hex(text, at) << 12) | (hex(text, at + 1) << 8) | (hex(text, at + 2) << 4) | hex(text, at + 3);
}

function hex(text: string, at: number): number {
  return HEX[text.charCodeAt(at)] as number;
}

/** A hash of 128 bits to 32; consecutive ids spread as well as random ones. */
function mix(key: Uint32Array): number {
  const a = key[0] as number;
  const b = key[1] as number;
  const c = key[2] as number;
  const d = key[3] as number;
  let hash =
    Math.imul(a ^ (b >>> 15), 0x85ebca6b) ^
    Math.imul(c ^ (d >>> 13), 0xc2b2ae35) ^
    Math.imul(b ^ d, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 16), 0x2c1b3c6d);
  return (hash ^ (hash >>> 15)) >>> 0;
}
