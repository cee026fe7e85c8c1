import { describe, expect, test } from "vitest";
import { RELEASE_EVENTS } from "../../src/policy/release-events.ts";
import { switchTable } from "../../src/web/charts/chart-search.ts";
import { MARK_OF, MARKS } from "../../src/web/year/event-marks.ts";
import { momentsOf, rowsOf } from "../../src/web/year/year-rows.ts";
import { monthsLater, readOverviewSearch, toYearQuestion } from "../../src/web/year/year-search.ts";
import type { CustomerYear } from "../../src/web/year/year-shapes.ts";

const day = (text: string) => `${text}T00:00:00.000Z`;

/** A year of 100 days, of which 60 are over. */
const YEAR = {
  from: day("2026-01-01"),
  to: day("2026-04-11"),
  now: day("2026-03-02"),
  offers: [
    { from: day("2026-01-11"), to: day("2026-01-21"), releaseId: null, version: null },
    { from: day("2026-01-21"), to: day("2026-02-10"), releaseId: "b", version: "46.9" },
    { from: day("2026-02-10"), to: day("2026-03-22"), releaseId: "c", version: "46.10" },
    { from: day("2026-03-22"), to: day("2026-04-11"), releaseId: "b", version: "46.9" },
  ],
  schedules: [
    { from: day("2026-01-11"), to: day("2026-02-10"), schedule: { cadence: "slow", deferralWeeks: 4 } },
    { from: day("2026-02-10"), to: day("2026-04-11"), schedule: { cadence: "automatic" } },
  ],
  events: [{ at: day("2026-02-15"), kind: "paused", releaseId: "d", version: "46.11" }],
} as unknown as CustomerYear;

describe("the rows of a year", () => {
  test("are the releases that are offered or that something happens to, the oldest version first", () => {
    expect(rowsOf(YEAR).map(({ version, events }) => [version, events.length])).toEqual([
      ["46.9", 0],
      ["46.10", 0],
      ["46.11", 1],
    ]);
  });

  test("have a bar for each time, which is as planned from now on", () => {
    const bars = rowsOf(YEAR).map((row) =>
      row.bars.map(({ from, to, isPlanned }) => [Math.round(100 * from), Math.round(100 * to), isPlanned]),
    );
    expect(bars).toEqual([
      [
        [20, 40, false],
        [80, 100, true],
      ],
      [
        [40, 60, false],
        [60, 80, true],
      ],
      [],
    ]);
  });

  test("are read at each change and now, with what is offered from then on", () => {
    expect(
      momentsOf(YEAR).map(({ at, version, isPlanned, schedule, events }) => [
        at.slice(5, 10),
        version,
        isPlanned,
        schedule?.before?.schedule.cadence,
        events.length,
      ]),
    ).toEqual([
      ["01-11", null, false, undefined, 0],
      ["01-21", "46.9", false, undefined, 0],
      ["02-10", "46.10", false, "slow", 0],
      ["02-15", "46.10", false, undefined, 1],
      ["03-02", "46.10", false, undefined, 0],
      ["03-22", "46.9", true, undefined, 0],
    ]);
  });

  test("have a mark for every kind of event, and every mark is of some kind", () => {
    expect(new Set(RELEASE_EVENTS.map((kind) => MARK_OF[kind]))).toEqual(new Set(MARKS));
  });
});

describe("the address of a year", () => {
  test("names a month, and only what is not usual", () => {
    expect(readOverviewSearch({ year: "2026-04", platform: "win", arch: "arm64", tables: "year" })).toEqual({
      year: "2026-04",
      arch: "arm64",
      tables: "year",
    });
    for (const year of ["2026-13", "26-04", "0001-01", 2026, undefined]) {
      expect(readOverviewSearch({ year })).toEqual({});
    }
    expect(switchTable("year", "year")).toEqual({});
  });

  test("asks for twelve months", () => {
    expect(toYearQuestion({ year: "2027-11", platform: "mac" })).toEqual({
      platform: "mac",
      arch: "x64",
      from: "2027-11-01T00:00:00Z",
      to: "2028-11-01T00:00:00Z",
    });
    expect(toYearQuestion({})).toEqual({ platform: "win", arch: "x64" });
    expect([monthsLater("2026-02", -3), monthsLater("2026-11", 3), monthsLater("2000-02", -3)]).toEqual([
      "2025-11",
      "2027-02",
      "2000-01",
    ]);
  });
});
