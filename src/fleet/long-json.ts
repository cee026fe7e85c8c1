/** How many elements of a list are written at once: a millisecond's work at most. */
const BATCH = 500;

/** A list that may have a hundred thousand elements. */
export class LongList {
  readonly #length: number;
  readonly #textOf: (from: number, to: number) => string;

  private constructor(length: number, textOf: (from: number, to: number) => string) {
    this.#length = length;
    this.#textOf = textOf;
  }

  /** `write`: what stands for an element. */
  static of<Item>(items: readonly Item[], write: (item: Item) => unknown = (item) => item): LongList {
    return new LongList(items.length, (from, to) => JSON.stringify(items.slice(from, to).map(write)));
  }

  /** Its elements as JSON without the brackets, batch by batch. */
  *batches(): Generator<string> {
    for (let at = 0; at < this.#length; at += BATCH) {
      yield (at === 0 ? "" : ",") + this.#textOf(at, at + BATCH).slice(1, -1);
    }
  }
}

/** An object as JSON, in pieces that are made one by one: the bytes that `JSON.stringify` would give at once. */
export function* toJson(fields: Readonly<Record<string, unknown>>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let separator = "{";
  for (const [name, value] of Object.entries(fields)) {
    const key = `${separator}${JSON.stringify(name)}:`;
    if (value instanceof LongList) {
      yield encoder.encode(`${key}[`);
      for (const batch of value.batches()) yield encoder.encode(batch);
      yield encoder.encode("]");
    } else {
      yield encoder.encode(key + JSON.stringify(value));
    }
    separator = ",";
  }
  yield encoder.encode("}");
}
