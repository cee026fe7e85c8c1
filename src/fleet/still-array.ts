import type { GrowableArray } from "./growable-array.ts";

/** How many bytes are put aside at once before one of them changes. */
const PAGE_BYTES = 16 * 1024;

/** Bytes that are read once, from the first to the last. */
export interface ByteSection {
  readonly byteLength: number;
  /** Fills a part of an array with the bytes from `at` on; each call goes on where the one before ended. */
  copyTo(target: Uint8Array, at: number): void;
}

/**
 * The beginning of an array as it was at one instant, while the array goes on changing. Nothing is copied when it is taken:
 * a page of the array is put aside when it changes before it was read.
 */
export class StillArray implements ByteSection {
  readonly byteLength: number;
  readonly #array: GrowableArray;
  readonly #bytes: Uint8Array;
  readonly #aside = new Map<number, Uint8Array>();
  /** How many bytes have been read. */
  #read = 0;

  constructor(array: GrowableArray, length: number) {
    this.#array = array;
    this.#bytes = new Uint8Array(array.buffer, array.byteOffset, length * array.BYTES_PER_ELEMENT);
    this.byteLength = this.#bytes.length;
  }

  /** Whether nothing of the array is needed any more. */
  get isRead(): boolean {
    return this.#read >= this.byteLength;
  }

  copyTo(target: Uint8Array, at: number): void {
    const end = at + target.length;
    for (let from = at; from < end; ) {
      const page = Math.floor(from / PAGE_BYTES);
      const to = Math.min(end, (page + 1) * PAGE_BYTES);
      const aside = this.#aside.get(page);
      const source = aside?.subarray(from - page * PAGE_BYTES, to - page * PAGE_BYTES);
      target.set(source ?? this.#bytes.subarray(from, to), from - at);
      if (to === (page + 1) * PAGE_BYTES) this.#aside.delete(page);
      from = to;
    }
    this.#read = end;
  }

  /** Puts aside what is still to be read of the elements from `at` on, before they change. An array that took its place is another one. */
  keep(array: GrowableArray, at: number, count: number): void {
    if (array !== this.#array) return;
    const from = Math.max(this.#read, at * array.BYTES_PER_ELEMENT);
    const end = Math.min(this.byteLength, (at + count) * array.BYTES_PER_ELEMENT);
    for (let page = Math.floor(from / PAGE_BYTES); page * PAGE_BYTES < end; page++) {
      if (!this.#aside.has(page))
        this.#aside.set(page, this.#bytes.slice(page * PAGE_BYTES, (page + 1) * PAGE_BYTES));
    }
  }
}

/** The still arrays of one array, and of those that take its place as it grows. One that nobody holds any more is forgotten. */
export class StillArrays {
  #open: WeakRef<StillArray>[] = [];

  /** Holds still the first `length` elements. */
  take(array: GrowableArray, length: number): StillArray {
    const still = new StillArray(array, length);
    this.#open.push(new WeakRef(still));
    return still;
  }

  /** Has to be called before elements of the array change. */
  beforeChange(array: GrowableArray, at: number, count = 1): void {
    if (this.#open.length > 0) this.#keep(array, at, count);
  }

  #keep(array: GrowableArray, at: number, count: number): void {
    this.#open = this.#open.filter((reference) => {
      const still = reference.deref();
      if (still === undefined || still.isRead) return false;
      still.keep(array, at, count);
      return true;
    });
  }
}
