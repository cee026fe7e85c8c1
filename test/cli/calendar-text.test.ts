import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatVersion } from "../../src/catalog/version.ts";
import { readCalendarText } from "../../src/cli/calendar-text.ts";
import { formatInstant } from "../../src/instant.ts";

const shown = (fileName: string, text: string) => {
  const read = readCalendarText(fileName, text);
  if (!read.ok) return read.error.message;
  return read.value.map(({ version, automaticAt, slowAt, state }) =>
    [formatVersion(version), formatInstant(automaticAt), slowAt && formatInstant(slowAt), state].join(" "),
  );
};

const JSON_FILE = `{
  "about": "three releases",
  "releases": [
    {"version": "45.4", "automaticAt": "2025-04-08", "slow": true},
    {"version": "45.5", "automaticAt": "2025-05-14", "slow": false},
    {"version": "45.6", "automaticAt": "2025-06-04T08:00:00Z", "slowAt": "2025-07-01", "state": "published"}
  ]
}`;
const CSV_FILE = "version,automaticAt,slowAt\n45.4,2025-04-08,2025-04-08\n\n45.5,2025-05-14,\n";

describe("a calendar file", () => {
  test("is read as JSON; slow: true puts a release on the slow channel from its automatic date on", () => {
    expect(shown("calendar.json", JSON_FILE)).toEqual([
      "45.4 2025-04-08T00:00:00.000Z 2025-04-08T00:00:00.000Z ",
      "45.5 2025-05-14T00:00:00.000Z  ",
      "45.6 2025-06-04T08:00:00.000Z 2025-07-01T00:00:00.000Z published",
    ]);
  });

  test("is read as CSV where its name says so; an empty slow date is no slow release", () => {
    expect(shown("calendar.CSV", CSV_FILE)).toEqual([
      "45.4 2025-04-08T00:00:00.000Z 2025-04-08T00:00:00.000Z ",
      "45.5 2025-05-14T00:00:00.000Z  ",
    ]);
  });

  test.each([
    ["semicolons and empty columns", "Version;AutomaticAt;slowAt;;\r\n45.4;2025-04-08;;;\r\n;;;;\r\n"],
    ["a line that names the separator", "sep=\t\nversion\tautomaticAt\tslow_at\n45.4\t2025-04-08\t\n"],
    ["only returns", "version,automaticAt\r45.4,2025-04-08\r"],
  ])("is read as spreadsheet programs write CSV: %s", (_what, text) => {
    expect(shown("calendar.csv", text)).toEqual(["45.4 2025-04-08T00:00:00.000Z  "]);
  });

  test("limits releases, in JSON as the API takes it, in CSV but for blocks", () => {
    const limits = {
      floor: { reason: "moves the database" },
      supportEndsAt: "2026-09-01",
      expiresAt: "2026-12-01T08:00:00Z",
      warnDays: 60,
      expiryReason: "a leak",
    };
    const blocks = [{ platform: "win", osVersion: { from: "10.0.22631" }, reason: "no sound" }];
    const line = { version: "45.4", automaticAt: "2025-04-08" };
    const read = (name: string, text: string) => {
      const lines = readCalendarText(name, text);
      return lines.ok ? lines.value.map((one) => one.limits) : lines.error.message;
    };
    const json = JSON.stringify({
      releases: [
        { ...line, ...limits, blocks },
        { version: "45.5", automaticAt: "2026-01-01" },
      ],
    });
    expect(read("c.json", json)).toEqual([{ ...limits, blocks }, {}]);
    const heading = "version,automaticAt,floor,support_ends_at,expiresAt,warnDays,expiryReason";
    const csv = `${heading}\n45.4,2025-04-08,moves the database,2026-09-01,2026-12-01T08:00:00Z,60,a leak\n45.5,2026-01-01,,,,,\n`;
    expect(read("c.csv", csv)).toEqual([limits, {}]);
    expect(read("c.csv", csv.replace("60", "soon"))).toMatch(/^line 2: warnDays/);
    expect(read("c.json", json.replace("no sound", " "))).toMatch(/^line 1: blocks\.0\.reason/);
  });

  test("with a preamble names the line of the file", () => {
    expect(shown("c.csv", "sep=;\nversion;automaticAt\n45.4;never\n")).toContain("line 3: automaticAt");
  });

  test("of the demo is read whole", () => {
    const read = readCalendarText("c.json", readFileSync("demo/release-calendar.json", "utf8"));
    expect(read.ok && read.value.length).toBe(52);
    expect(read.ok && read.value.filter((line) => line.slowAt !== null).length).toBe(10);
  });

  test.each([
    [
      "a wrong date",
      JSON_FILE.replace("2025-05-14", "2025-02-30"),
      'line 5: automaticAt: "2025-02-30" is not a moment',
    ],
    ["a wrong version", JSON_FILE.replace("45.5", "45"), 'line 5: version: "45" is not a version'],
    [
      "an unknown field",
      JSON_FILE.replace('"slow": false', '"slwo": false'),
      'line 5: Unrecognized key: "slwo"',
    ],
    ["a missing date", JSON_FILE.replace('"automaticAt": "2025-05-14", ', ""), "line 5: automaticAt: "],
    [
      "slow and slowAt at once",
      JSON_FILE.replace('"slow": false', '"slow": true, "slowAt": null'),
      "line 5: slow and slowAt",
    ],
    [
      "the same version twice",
      JSON_FILE.replace("45.6", "45.4.0.0"),
      "line 6: version 45.4.0.0 is at line 4 already; list each version once",
    ],
    ["no JSON", JSON_FILE.replace('"slow": false}', '"slow": false'), "line 6: not JSON"],
    ["half a JSON", JSON_FILE.slice(0, 150), "line 5: not JSON"],
    ["no releases", `{"releases": []}`, "the file: releases: "],
    ["another top", "[]", "the file: "],
  ])("with %s is refused whole, naming the line", (_kind, text, message) => {
    expect(readCalendarText("c.json", text)).toMatchObject({
      ok: false,
      error: { code: "calendar_invalid" },
    });
    expect(shown("c.json", text)).toContain(message);
  });

  test.each([
    [
      "a wrong date",
      CSV_FILE.replace("2025-05-14", "14.5.2025"),
      'line 4: automaticAt: "14.5.2025" is not a moment',
    ],
    ["too many cells", CSV_FILE.replace("2025-05-14,", "2025-05-14,,,"), "line 4: "],
    ["an unknown column", CSV_FILE.replace("slowAt", "slowly"), "line 2: Unrecognized key"],
    ["nothing but headings", "version,automaticAt,slowAt\n", "the file: releases: "],
  ])("as CSV with %s is refused whole, naming the line", (_kind, text, message) => {
    expect(shown("c.csv", text)).toContain(message);
  });
});
