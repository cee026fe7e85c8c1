const MISSING = -1;
/** A record is 32 bytes, so that it lies in one line of the processor's cache: the key, the value, three words of room. */
const WORDS = 8;
const KEY_WORDS = 4;
const VALUE = 4;
const DASH = 45;
/** Beyond any four hex digits, wherever among them it stands. */
const NO_DIGIT = 0x10000;

/** The value of a hex digit by its character code, either case. */
const HEX = new Uint32Array(65_536).fill(NO_DIGIT);
for (let digit = 0; digit < 16; digit++) {
  HEX[digit.toString(16).charCodeAt(0)] = digit;
  HEX[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/**
 * Numbers UUIDs from 0 in the order in which they are added and keeps a small value for each, in packed memory (40 to 48
 * bytes each): open addressing over typed arrays, so that one among millions is found, with its value, by two reads of
 * memory, and no object is made.
 */
export class Directory {
  #records = new Uint32Array(WORDS * 1024);
  /** Number + 1 at the slot of its key; 0: free. */
  #slots = new Int32Array(2048);
  #count = 0;
  readonly #key = new Uint32Array(KEY_WORDS);

  get size(): number {
    return this.#count;
  }

  /** The number of a UUID in either case; -1: it was never added, or the text is no UUID. */
  find(text: string): number {
    if (!this.#readKey(text)) return MISSING;
    return (this.#slots[this.#slotOf()] ?? 0) - 1;
  }

  /** The number of a UUID, added if it is new; -1: the text is no UUID. */
  add(text: string): number {
    if (!this.#readKey(text)) return MISSING;
    const slot = this.#slotOf();
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    const number = this.#count++;
    if (WORDS * this.#count > this.#records.length) this.#records = grown(this.#records);
    this.#records.set(this.#key, WORDS * number);
    this.#slots[slot] = number + 1;
    if (2 * this.#count > this.#slots.length) this.#rehash();
    return number;
  }

  /** The value kept at a number that {@link add} gave; 0 until one is set. */
  valueAt(number: number): number {
    return this.#records[WORDS * number + VALUE] ?? 0;
  }

  /** Keeps a value from 0 to 2^32-1 at a number that {@link add} gave. */
  setValueAt(number: number, value: number): void {
    this.#records[WORDS * number + VALUE] = value;
  }

  #readKey(text: string): boolean {
    if (text.length !== 36 || !hasDashes(text)) return false;
    const [a, b, c, d] = [hex4(text, 0), hex4(text, 4), hex4(text, 9), hex4(text, 14)];
    const [e, f, g, h] = [hex4(text, 19), hex4(text, 24), hex4(text, 28), hex4(text, 32)];
    if ((a | b | c | d | e | f | g | h) >= NO_DIGIT) return false;
    const key = this.#key;
    key[0] = (a << 16) | b;
    key[1] = (c << 16) | d;
    key[2] = (e << 16) | f;
    key[3] = (g << 16) | h;
    return true;
  }

  /** The slot of the key that was read: its own, or the free one where it would go. */
  #slotOf(): number {
    const key = this.#key;
    const records = this.#records;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = mix(key) & mask;
    for (;;) {
      const number = (slots[slot] as number) - 1;
      if (number < 0) return slot;
      const at = WORDS * number;
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

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#count; number++) {
      this.#key.set(this.#records.subarray(WORDS * number, WORDS * number + KEY_WORDS));
      this.#slots[this.#slotOf()] = number + 1;
    }
  }
}

function grown(records: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(records.length * 2);
  larger.set(records);
  return larger;
}

function hasDashes(text: string): boolean {
  return (
    text.charCodeAt(8) === DASH &&
    text.charCodeAt(13) === DASH &&
    text.charCodeAt(18) === DASH &&
    text.charCodeAt(23) === DASH
  );
}

/** Four hex digits as a number; {@link NO_DIGIT} or more where one of them is none. */
function hex4(text: string, at: number): number {
  return (hex(text, at) << 12) | (hex(text, at + 1) << 8) | (hex(text, at + 2) << 4) | hex(text, at + 3);
}

function hex(text: string, at: number): number {
  return HEX[text.charCodeAt(at)] as number;
}

/** Spreads 128 bits over 32; ids that count up spread as well as random ones. */
function mix(key: Uint32Array): number {
  const [a, b, c, d] = [key[0] as number, key[1] as number, key[2] as number, key[3] as number];
  let hash =
    Math.imul(a ^ (b >>> 15), 0x85ebca6b) ^
    Math.imul(c ^ (d >>> 13), 0xc2b2ae35) ^
    Math.imul(b ^ d, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 16), 0x2c1b3c6d);
  return (hash ^ (hash >>> 15)) >>> 0;
}
