import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import { describe, expect, test } from "vitest";
import { toCsv } from "../../../src/api/csv-text.ts";
import { readCsv } from "../../../src/api/imports/csv-lines.ts";
import { readNdjson } from "../../../src/api/imports/ndjson-lines.ts";
import type { RawLine } from "../../../src/api/imports/raw-line.ts";
import { withGuards, withoutGuards } from "../../../src/contract/formula-guard.ts";
import { cpuMilliseconds } from "../../support/cpu-milliseconds.ts";
import { SEED } from "../../support/depth.ts";
import { Dice } from "../fuzz/dice.ts";

const COLUMNS = { name: "text", partnerIds: "list", legacyWeeks: "number" } as const;

async function collect(lines: AsyncGenerator<RawLine>): Promise<readonly RawLine[]> {
  const all: RawLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** Reads bytes that come in parts of this size. */
const read = (bytes: Buffer, part = bytes.length) => collect(readCsv(inParts(bytes, part), COLUMNS));

function inParts(bytes: Buffer, part: number): Readable {
  const count = Math.ceil(bytes.length / Math.max(part, 1));
  return Readable.from(
    Array.from({ length: count }, (_, place) => bytes.subarray(place * part, (place + 1) * part)),
  );
}

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with a mark": (text) => Buffer.from(`\uFEFF${text}`),
  "UTF-16LE with a mark": (text) => Buffer.from(`\uFEFF${text}`, "utf16le"),
  "UTF-16BE with a mark": (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
  "UTF-16LE": (text) => Buffer.from(text, "utf16le"),
  "UTF-16BE": (text) => Buffer.from(text, "utf16le").swap16(),
};
const SEPARATORS = [",", ";", "\t"];
const LINE_ENDS = ["\n", "\r\n", "\r"];

describe.each(Object.keys(ENCODINGS))("CSV in %s", (encoding) => {
  const encode = ENCODINGS[encoding] as (text: string) => Buffer;

  test.each(SEPARATORS.flatMap((separator) => LINE_ENDS.map((end) => [separator, end] as const)))(
    "separated by %j with lines that end in %j is read as it was written, in parts of any size",
    async (delimiter, record_delimiter) => {
      const rows = [
        ["name", "partnerIds", "legacyWeeks"],
        ["Müller, Söhne; & Co", "one;two", "3"],
        [`two${record_delimiter}lines`, "", ""],
        ['a "quoted" name', "one", "12"],
      ];
      const bytes = encode(stringify(rows, { delimiter, record_delimiter }));
      const expected = [
        { line: 2, values: { name: "Müller, Söhne; & Co", partnerIds: ["one", "two"], legacyWeeks: 3 } },
        { line: 3, values: { name: "two\nlines" } },
        { line: 5, values: { name: 'a "quoted" name', partnerIds: ["one"], legacyWeeks: 12 } },
      ];
      for (const part of [1, 2, 3, 7, bytes.length]) expect(await read(bytes, part)).toEqual(expected);
    },
  );
});

test.each([
  ["semicolons", "name;partnerIds\nAcme;one\n", [2]],
  ["a first line that names the separator", "sep=;\r\nname;partnerIds\r\nAcme;one\r\n", [3]],
  ["one that names a bar", "sep=|\nname|partnerIds\nAcme|one\n", [3]],
  ["one that names a tab, in capitals", "SEP=\t\nname\tpartnerIds\nAcme\tone\n", [3]],
  ["one that a program padded", '"sep=,",\nname,partnerIds\nAcme,one\n', [3]],
  ["empty columns at the right edge", "name,partnerIds,,\nAcme,one,,\n", [2]],
  ["empty columns of its rows alone", "name,partnerIds\nAcme,one,,,\n", [2]],
  ["an empty column in the middle", "name;;partnerIds\nAcme;;one\n", [2]],
  ["rows that hold only separators", ",,\nname,partnerIds\n,\nAcme,one\n,\n , \n", [4]],
  ["headings in capitals, with spaces", '"Name", Partner IDs \nAcme,one\n', [2]],
  ["headings with underscores", "NAME;partner_ids\nAcme;one\n", [2]],
  ["line ends of several programs", "name,partnerIds\r\n\rAcme,one\n\r\n", [3]],
  ["empty lines first", "\n\nname,partnerIds\nAcme,one", [4]],
])("a table with %s is read", async (_what, text, numbers) => {
  const lines = await read(Buffer.from(text));
  expect(lines).toEqual(numbers.map((line) => ({ line, values: { name: "Acme", partnerIds: ["one"] } })));
});

test("a list may be separated by the other of comma and semicolon", async () => {
  const lines = await read(Buffer.from("name;partnerIds\nAcme;one, two\n"));
  expect(lines).toMatchObject([{ values: { partnerIds: ["one", "two"] } }]);
});

test.each([
  [
    "a value under an empty heading",
    Buffer.from("name,,\nAcme,,stray\n"),
    { line: 2, fault: { code: "cells_wrong" } },
  ],
  [
    "a line that is too short",
    Buffer.from("name;partnerIds\nAcme\n"),
    { line: 2, fault: { code: "cells_wrong" } },
  ],
  [
    "two headings that differ in capitals",
    Buffer.from("name,Name\na,b\n"),
    { line: 1, fault: { code: "column_twice" } },
  ],
  [
    "an unknown heading",
    Buffer.from("sep=;\nname;colour\na;b\n"),
    { line: 2, fault: { code: "column_unknown" } },
  ],
  ["only separators", Buffer.from(";;\n;;\n"), { line: 1, fault: { code: "header_missing" } }],
  [
    "wrong quotes after sep=",
    Buffer.from('sep=;\nname\n"a\nb'),
    { line: 3, fault: { code: "quotes_wrong" } },
  ],
  ["a workbook", Buffer.from("PK\u0003\u0004…"), { line: 1, fault: { code: "workbook_given" } }],
  [
    "an old workbook",
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    { line: 1, fault: { code: "workbook_given" } },
  ],
])("%s is refused in words, at its line", async (_what, bytes, fault) => {
  expect(await read(bytes)).toMatchObject([fault]);
});

test.each(["PK\u0003\u0004", "colour\nred\n", `name\n${"Acme\n".repeat(90_000)}`])(
  "the input is closed though its reading ends early: %#",
  async (text) => {
    const input = inParts(Buffer.from(text), 1_000);
    for await (const _ of readCsv(input, COLUMNS)) break;
    expect(input.destroyed).toBe(true);
  },
);

test("NDJSON is read in UTF-16 as well", async () => {
  const bytes = Buffer.from('\uFEFF{"name":"é"}\r\n', "utf16le");
  expect(await collect(readNdjson(inParts(bytes, 3)))).toEqual([{ line: 1, values: { name: "é" } }]);
});

test("guards are taken away as they were put in, and leave no formula after any separator", () => {
  const dice = new Dice(SEED);
  const pieces = ["=", "+", "-", "@", "＝", "'", ";", ",", "\t", "\r", "\n", " ", "|", "x", "1"];
  for (let round = 0; round < 3_000; round++) {
    const text = Array.from({ length: dice.between(0, 9) }, () => dice.pick(pieces)).join("");
    const guarded = withGuards(text);
    expect(withoutGuards(guarded), JSON.stringify(text)).toBe(text);
    for (const cell of guarded.split(/[;,|\t\r\n]/))
      expect(cell, JSON.stringify(text)).not.toMatch(/^\s*[=+\-@＝]/);
  }
});

test("looking for guards in a long cell takes no longer than the cell is long", () => {
  const began = cpuMilliseconds();
  for (const piece of ["\t", " ", "'", ";", "; ", "\t'"]) withoutGuards(`x${piece.repeat(60_000)}x`);
  expect(cpuMilliseconds() - began).toBeLessThan(2_000);
});

test.each(["name,", "x", " ", '"', "x "])(
  "a first line of many %j takes no longer to give up than it is long",
  async (piece) => {
    const began = cpuMilliseconds();
    const lines = await read(Buffer.from(piece.repeat(200_000)), 60_000);
    expect(cpuMilliseconds() - began).toBeLessThan(1_500);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toHaveProperty("fault");
  },
);

test.each(["comma", "semicolon", "tab"] as const)(
  "what is written with %s comes back, also from a program that guards nothing itself",
  async (separator) => {
    const names = ["x;=1+1;y", "=1+1", "'=1+1", "＝1", "a,\t-2", "Éclair", 'say "=1"', "semi;colon"];
    const csv = toCsv([["name", "partnerIds"], ...names.map((name) => [name, "one;two"])], {
      separator,
      bom: true,
    });
    const lines = await read(Buffer.from(csv));
    expect(lines.map((one) => "values" in one && one.values)).toEqual(
      names.map((name) => ({ name, partnerIds: ["one", "two"] })),
    );
  },
);
