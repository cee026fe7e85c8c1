import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHistory } from "../../src/web/adoption/history.ts";
import { readChartSearch, switchTable } from "../../src/web/charts/chart-search.ts";
import type { DrawnRelease } from "../../src/web/charts/drawn-shapes.ts";
import { evenlySpread, withRoom } from "../../src/web/charts/scale.ts";
import { aloneIn, spreadsOf } from "../../src/web/charts/spread.ts";
import { arrivalDays, SHOWN_DAYS } from "../../src/web/charts/week.ts";

const DAY_MS = 86_400_000;
const FIRST = Date.parse("2026-11-01");
const dayText = (at: number) => new Date(FIRST + at * DAY_MS).toISOString().slice(0, 10);

/** Days as the API has them: up to `versions` versions, each named once a day. */
const daysOf = (versions: number) =>
  fc
    .array(
      fc.record({ counts: fc.array(fc.nat(40), { maxLength: versions }), none: fc.nat(5), other: fc.nat(9) }),
      { minLength: 1, maxLength: 20 },
    )
    .map((days) =>
      days.map(({ counts, none, other }, at) => ({
        day: dayText(at),
        versions: [
          ...counts.map((installations, version) => ({ version: `46.${version + 1}`, installations })),
          { version: null, installations: none },
        ],
        otherVersions: other,
      })),
    );

const release = (minor: number, out: number, dates: DrawnRelease["dates"] = []): DrawnRelease =>
  ({
    id: `id-${minor}`,
    version: `46.${minor}`,
    state: "published",
    automaticAt: `${dayText(out)}T09:00:00Z`,
    dates,
  }) as unknown as DrawnRelease;

const totalOf = ({
  versions,
  otherVersions,
}: {
  versions: { installations: number }[];
  otherVersions: number;
}) => versions.reduce((sum, one) => sum + one.installations, otherVersions);

describe("the areas", () => {
  test("add up to all installations of each day, however many versions there are", () => {
    fc.assert(
      fc.property(daysOf(100), (days) => {
        const { series } = toHistory(days);
        const sums = days.map((_, at) => series.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
        expect(sums).toEqual(days.map(totalOf));
        expect(series.length).toBeLessThanOrEqual(9);
      }),
    );
  });
});

describe("the curves", () => {
  test("are the share of those that run the release or a newer one, on each day since it came out", () => {
    fc.assert(
      fc.property(daysOf(6), fc.array(fc.nat(25), { minLength: 6, maxLength: 6 }), (days, outs) => {
        const calendar = outs.map((out, minor) => release(minor + 1, out));
        for (const { version, shares } of spreadsOf(calendar, days)) {
          const minor = Number(version.slice(3));
          const out = outs[minor - 1] ?? 0;
          const expected = days.slice(out).map((day) => {
            const newer = day.versions.filter((one) => Number(one.version?.slice(3) ?? 0) >= minor);
            const total = totalOf(day);
            return total === 0 ? null : newer.reduce((sum, one) => sum + one.installations, 0) / total;
          });
          expect(shares).toEqual(expected);
        }
      }),
    );
  });

  test("of a release that came out before the first day begin where counting began", () => {
    const days = [{ day: dayText(10), versions: [{ version: "46.1", installations: 1 }], otherVersions: 1 }];
    expect(spreadsOf([release(1, 8)], days)[0]?.shares).toEqual([null, null, 0.5]);
    expect(spreadsOf([release(1, 11)], days)).toEqual([]);
    expect(spreadsOf([release(1, 8)], [])).toEqual([]);
  });
});

describe("the strip of days", () => {
  const date = (deferralWeeks: number, at: string, organizations: number) => ({
    schedule: { cadence: "latest" as const, deferralWeeks },
    at,
    organizations,
    held: 0,
  });

  test("has each day from today, with those that get a release at one instant together", () => {
    const at = `${dayText(2)}T09:00:00.000Z`;
    const dates = [
      date(0, at, 3),
      date(1, at, 4),
      date(2, `${dayText(14)}T09:00:00.000Z`, 9),
      date(3, at, 0),
    ];
    const days = arrivalDays([release(1, 0, dates)], FIRST + 1);
    expect(days.map(({ day }) => day)).toEqual(Array.from({ length: SHOWN_DAYS }, (_, day) => dayText(day)));
    expect(days.flatMap(({ arrivals }) => arrivals)).toEqual([
      { releaseId: "id-1", version: "46.1", at, organizations: 7, schedules: ["latest:0", "latest:1"] },
    ]);
  });

  test("counts a planned release on its day, and none whose date has passed without it being published", () => {
    const planned = (minor: number, out: number, arrives: number) => ({
      ...release(minor, out, [date(1, `${dayText(arrives)}T09:00:00.000Z`, 4)]),
      state: "planned" as const,
    });
    const now = Date.parse(`${dayText(1)}T12:00:00Z`);
    const days = arrivalDays([planned(1, 2, 5), planned(2, 1, 8)], now);
    expect(days.flatMap(({ arrivals }) => arrivals.map(({ version }) => version))).toEqual(["46.1"]);
  });

  test("leaves out what has come today already, and releases that are paused", () => {
    const at = `${dayText(0)}T09:00:00.000Z`;
    const paused = {
      ...release(2, 0, [date(0, `${dayText(1)}T09:00:00.000Z`, 1)]),
      state: "paused" as const,
    };
    const days = arrivalDays([release(1, 0, [date(0, at, 3)]), paused], Date.parse(at));
    expect(days.flatMap(({ arrivals }) => arrivals)).toEqual([]);
  });
});

describe("labels", () => {
  test("are the first and the last place and some between, none over another", () => {
    expect(evenlySpread(3, 5)).toEqual([0, 1, 2]);
    expect(evenlySpread(90, 5)).toEqual([0, 22, 45, 67, 89]);
    const places = [0.9, 0.8, 0.5].map((share) => ({ share }));
    expect(withRoom(places, 0.2).map(({ share }) => share)).toEqual([0.9, 0.5]);
  });
});

describe("a point of its own", () => {
  test("is a counted day with none beside it", () => {
    expect(aloneIn([0.1])).toEqual([0]);
    expect(aloneIn([null, 0.1, null, 0.2, 0.3, null, 0])).toEqual([1, 6]);
    expect(aloneIn([null, 0.1, 0.2])).toEqual([]);
  });
});

describe("the address", () => {
  test("names the charts that are tables, each once and none that there is not", () => {
    expect(readChartSearch({ tables: "history,spread,spread,maps" })).toEqual({ tables: "spread,history" });
    expect([{}, { tables: 4 }, { tables: "maps" }].map(readChartSearch)).toEqual([{}, {}, {}]);
  });

  test("changes one chart and leaves the others", () => {
    expect(switchTable(undefined, "spread")).toEqual({ tables: "spread" });
    expect(switchTable("spread", "history")).toEqual({ tables: "spread,history" });
    expect(switchTable("spread,history", "spread")).toEqual({ tables: "history" });
    expect(switchTable("history", "history")).toEqual({});
  });
});
