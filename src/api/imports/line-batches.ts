import { refuse } from "../../result.ts";
import type { RawLine } from "./raw-line.ts";

/** How many lines are decided and recorded at once. */
const BATCH = 500;

/** The most lines of one file. It also bounds the memory for lines that must not come twice. */
const MOST_LINES = 1_000_000;

/** The lines of a file in batches, and `too_many_lines` as the last one if there are more than a million. */
export async function* inBatches(lines: AsyncGenerator<RawLine>): AsyncGenerator<readonly RawLine[]> {
  let batch: RawLine[] = [];
  for await (const line of upToMost(lines)) {
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
