import { expect, test } from "vitest";
import { LineBatches } from "../../../src/api/imports/line-batches.ts";
import type { RawLine } from "../../../src/api/imports/raw-line.ts";
import { ORGANIZATION_LINES } from "../../../src/contract/bulk-data.ts";

/** Batches of a file with so many lines, of which it keeps at most so many, and how often the file was opened. */
function batchesOf(lines: number, mostKept: number) {
  const opened = { times: 0 };
  async function* open(): AsyncGenerator<RawLine> {
    opened.times++;
    for (let line = 2; line < lines + 2; line++)
      yield { line, values: { name: line % 7 === 0 ? "" : `N${line}` } };
  }
  return { opened, batches: new LineBatches(open, ORGANIZATION_LINES, mostKept) };
}

async function collect<Item>(items: AsyncGenerator<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test.each([
  [1_200, 1_200, 1],
  [1_200, 1_199, 2],
  [0, 10, 1],
])(
  "%i lines where %i may be kept are read so often for two passes, which are the same: %i",
  async (...of) => {
    const [lines, mostKept, times] = of;
    const { opened, batches } = batchesOf(lines, mostKept);
    const first = await collect(batches.pass());
    expect(await collect(batches.pass())).toEqual(first);
    expect(first.flat()).toHaveLength(lines);
    expect(opened.times).toBe(times);
  },
);

test("a pass that is ended early keeps nothing", async () => {
  const { opened, batches } = batchesOf(1_200, 5_000);
  for await (const _ of batches.pass()) break;
  expect((await collect(batches.pass())).flat()).toHaveLength(1_200);
  expect(opened.times).toBe(2);
});
