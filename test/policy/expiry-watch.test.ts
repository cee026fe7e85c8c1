import { expect, test } from "vitest";
import { type Calendar, toCalendar } from "../../src/catalog/calendar.ts";
import type { Release } from "../../src/catalog/release.ts";
import { addDays, addWeeks, type Instant } from "../../src/instant.ts";
import { type ExpiryForesight, ExpiryWatch } from "../../src/policy/expiry-watch.ts";
import type { InstallationKind } from "../../src/policy/installation-moves.ts";
import type { Outcome } from "../../src/policy/outcome.ts";
import { beginStanding } from "../../src/policy/standing.ts";
import { Tally } from "../../src/policy/tally.ts";
import { aBuild, aRelease, at, schedule, version } from "../support/records.ts";

const NOW = at("2026-01-02");
const EXPIRES = at("2026-02-03");
const SLOW_12 = beginStanding(schedule("slow:12"));

/** 45.4 expires on 3 February; 45.10 comes under slow, 12 weeks at this instant, or is not on slow if that is null. */
function calendarWith(successorAt: Instant | null): Calendar {
  const slowAt = successorAt && addWeeks(successorAt, -12);
  const old = aRelease("45.4", {
    state: "published",
    automaticAt: at("2025-05-06"),
    slowAt: at("2025-05-06"),
    expiresAt: EXPIRES,
  });
  const next = aRelease("45.10", { state: "published", automaticAt: slowAt ?? at("2025-10-28"), slowAt });
  return toCalendar([old, next].map(entryOf));
}

function entryOf(release: Release) {
  const builds = [aBuild(release.id, { platform: "win", arch: "x64" })];
  return { release, builds, history: [{ knownAt: at("2025-01-01"), release }] };
}

const kind = (running: string, runsAhead = false): InstallationKind => ({
  target: { platform: "win", arch: "x64", formats: null },
  running: version(running),
  runsAhead,
  os: null,
  isManaged: false,
});
const KINDS = [kind("45.4"), kind("45.10"), kind("45.4", true)];

/** What a change to slow, 12 weeks means for organizations with these installations, indexed by kind. */
function foresee(
  calendar: Calendar,
  organizations: readonly number[][],
  change: Partial<Outcome> = {},
): ExpiryForesight {
  const watch = new ExpiryWatch(KINDS, { planned: calendar, now: NOW });
  const tally = new Tally(watch);
  const outcome: Outcome = {
    reach: "reached",
    movement: "other_weeks",
    conflict: null,
    before: beginStanding(schedule("slow:0")),
    after: SLOW_12,
    ...change,
  };
  const row = tally.rowOf(outcome);
  for (const own of organizations) {
    tally.addInstallations(row, (sums) => {
      own.forEach((count, number) => {
        sums[number] = (sums[number] ?? 0) + count;
      });
    });
  }
  const installations = tally.counts()[0]?.installations ?? [];
  for (const number of KINDS.keys()) {
    const expected = organizations.reduce((sum, own) => sum + (own[number] ?? 0), 0);
    expect(installations[number] ?? 0).toBe(expected);
  }
  return watch.result();
}

test("R30: a successor that comes in time has days to spare before the end of life", () => {
  expect(foresee(calendarWith(at("2026-01-20")), [[3, 1], [1]])).toEqual({
    organizations: 0,
    versions: [],
    daysToSpare: 14,
  });
});

test("R30: where the end of life comes first, the organizations are counted once each, with both dates", () => {
  const nextAt = addDays(EXPIRES, 1);
  const found = foresee(calendarWith(nextAt), [[3, 1], [2], [0, 4], [0, 0, 5]]);
  expect(found).toMatchObject({
    organizations: 2,
    versions: [{ release: { version: version("45.4") }, expiresAt: EXPIRES, nextAt }],
    daysToSpare: null,
  });
});

test("R30: a successor that never comes has no date", () => {
  expect(foresee(calendarWith(null), [[1]])).toMatchObject({
    organizations: 1,
    versions: [{ nextAt: null }],
  });
});

test("R30: what a change does not move is left alone, and so is a calendar in which nothing expires", () => {
  const nothing = { organizations: 0, versions: [], daysToSpare: null };
  expect(foresee(calendarWith(null), [[1]], { movement: "stays" })).toEqual(nothing);
  expect(foresee(calendarWith(null), [[1]], { reach: "left_default" })).toEqual(nothing);
  const withoutEnd = calendarWith(null).map(({ release }) => entryOf({ ...release, expiresAt: null }));
  expect(foresee(withoutEnd, [[1]])).toEqual(nothing);
});
