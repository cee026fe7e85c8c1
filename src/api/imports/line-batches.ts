import type { LineShape } from "../../contract/bulk-data.ts";
import { type Refusal, type Result, refuse } from "../../result.ts";
import type { RawLine } from "./raw-line.ts";
import { readLine } from "./read-line.ts";

/** A line of the file with its number: what it says, or why it is bad. */
export interface ReadLine<Line> {
  readonly line: number;
  readonly read: Result<Line, Refusal>;
  /** Whether the rest of the file cannot be read. */
  readonly isLast: boolean;
}

/** How many lines are decided and recorded at once. */
const BATCH = 500;

/** The most lines of one file. It also bounds the memory for lines that must not come twice. */
const MOST_LINES = 1_000_000;

/** The most lines that are kept in memory between the two passes, some 2 KiB each at most. */
const MOST_KEPT = 20_000;

/**
 * The lines of a file in batches, each checked against its shape, for two passes. A file of up to 20,000 lines is read and
 * checked once, so that the second pass, which holds the ledger's lock, does not wait for that; a longer one twice.
 */
export class LineBatches<Line> {
  readonly #open: () => AsyncGenerator<RawLine>;
  readonly #shape: LineShape<Line>;
  readonly #mostKept: number;
  #kept: (readonly ReadLine<Line>[])[] | null = null;

  /** `open` reads the lines of the file from its beginning. */
  constructor(open: () => AsyncGenerator<RawLine>, shape: LineShape<Line>, mostKept = MOST_KEPT) {
    this.#open = open;
    this.#shape = shape;
    this.#mostKept = mostKept;
  }

  /** The next pass over all lines; one that is ended early keeps nothing. */
  async *pass(): AsyncGenerator<readonly ReadLine<Line>[]> {
    if (this.#kept) return yield* this.#kept;
    const kept: (readonly ReadLine<Line>[])[] = [];
    let count = 0;
    for await (const batch of inBatches(upToMost(this.#open()))) {
      const lines = batch.map((raw) => this.#read(raw));
      count += lines.length;
      if (count <= this.#mostKept) kept.push(lines);
      yield lines;
    }
    if (count <= this.#mostKept) this.#kept = kept;
  }

  /** Keeps nothing of the raw line, which may be long if it is bad. */
  #read(raw: RawLine): ReadLine<Line> {
    return { line: raw.line, read: readLine(raw, this.#shape), isLast: "isLast" in raw };
  }
}

async function* inBatches(lines: AsyncGenerator<RawLine>): AsyncGenerator<readonly RawLine[]> {
  let batch: RawLine[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* upToMost(lines: AsyncGenerator<RawLine>): AsyncGenerator<RawLine> {
  let count = 0;
  for await (const one of lines) {
    if (count++ === MOST_LINES) return yield { line: one.line, fault: TOO_MANY, isLast: true };
    yield one;
  }
}

const TOO_MANY = refuse("too_many_lines", "The file has more than 1,000,000 lines; send it in parts.");
