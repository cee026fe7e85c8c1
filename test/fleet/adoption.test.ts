import fc from "fast-check";
import { expect, test } from "vitest";
import { type Calendar, toCalendar } from "../../src/catalog/calendar.ts";
import { limitsOf } from "../../src/catalog/calendar-limits.ts";
import { countSystem } from "../../src/catalog/counted-system.ts";
import { countVersion, formatCounted } from "../../src/catalog/counted-version.ts";
import { formatOsVersion } from "../../src/catalog/os-version.ts";
import { PLATFORMS } from "../../src/catalog/platform.ts";
import { type Adoption, countAdoption } from "../../src/fleet/adoption.ts";
import { Census } from "../../src/fleet/census.ts";
import { atOnce } from "../../src/fleet/in-slices.ts";
import { World } from "../../src/fleet/world.ts";
import type { Instant } from "../../src/instant.ts";
import { statusOf } from "../../src/policy/behind.ts";
import { type InstallationKind, questionOf } from "../../src/policy/installation-moves.ts";
import { type SetSchedule, UNCONFIGURED_ORGANIZATION } from "../../src/policy/settings.ts";
import { calendars, instants, osVersions, versions, WITH_EVERYTHING, words } from "../policy/arbitraries.ts";
import { aBuild, anOrganization, aRelease, at } from "../support/records.ts";

/** Two organizations that stand otherwise. */
const ORGANIZATIONS = [anOrganization(), anOrganization()] as const;

/** An installation as it says itself what it is. */
interface Individual extends InstallationKind {
  readonly organization: (typeof ORGANIZATIONS)[number];
}

const individuals: fc.Arbitrary<Individual> = fc.record({
  organization: fc.constantFrom(...ORGANIZATIONS),
  target: fc.record({
    platform: fc.constantFrom(...PLATFORMS),
    arch: fc.constantFrom("x64" as const, "arm64" as const),
    formats: fc.constant(null),
  }),
  running: fc.option(versions),
  runsAhead: fc.boolean(),
  os: fc.option(osVersions),
  isManaged: fc.boolean(),
});

function worldOf(own: SetSchedule, calendar: Calendar): World {
  const world = new World();
  const entry = { change: 1, at: at("2026-01-01"), before: null, hash: "" };
  const made = ORGANIZATIONS.map(({ id }) => ({ ...entry, id, organizationId: id }));
  const [first] = made;
  world.apply([
    ...made.map((one, index) => ({
      ...one,
      subject: "organization",
      sequence: index + 1,
      after: ORGANIZATIONS[index],
    })),
    { ...first, subject: "organization_settings", sequence: 3, after: { ...UNCONFIGURED_ORGANIZATION, own } },
  ] as never);
  world.calendar = calendar;
  return world;
}

/** Counts installations as the store does, and takes them into a census. */
function censusOf(world: World, all: readonly Individual[]): Census {
  const census = new Census(world.organizations.directory);
  const counts = new Map<string, Parameters<Census["take"]>[0]>();
  const add = (
    key: readonly unknown[],
    like: Omit<Parameters<Census["take"]>[0], "installations" | "revision">,
  ) => {
    const installations = (counts.get(key.join())?.installations ?? 0) + 1;
    counts.set(key.join(), { ...like, installations, revision: counts.size });
  };
  for (const { organization, target, running, runsAhead, os, isManaged } of all) {
    const { platform, arch } = target;
    const version = running && formatCounted(countVersion(running, world.calendar));
    const like = { organizationId: organization.id, platform, arch, version, runsAhead };
    const key = [organization.id, platform, arch, version, runsAhead];
    add(key, { ...like, computer: null });
    const computer = { os: countSystem(os, platform, world.calendar), isManaged };
    if (computer.os !== null || isManaged) add([...key, computer.os, isManaged], { ...like, computer });
  }
  for (const count of counts.values()) census.take(count);
  return census;
}

/** The same numbers, from the status of each installation by itself, by what it really says. */
function adoptionOneByOne(world: World, all: readonly Individual[], now: Instant) {
  const found = {
    total: 0,
    current: 0,
    behind: {} as Record<string, number>,
    conditions: {} as Record<string, number>,
  };
  const add = (counts: Record<string, number>, code: string) => {
    counts[code] = (counts[code] ?? 0) + 1;
  };
  for (const one of all) {
    if (one.isManaged) {
      add(found.conditions, "managed");
      continue;
    }
    const standingClass = world.organizations.standingClassOf(
      world.organizations.directory.find(one.organization.id),
    );
    const own = world.standingClasses.governedAt(standingClass);
    const automatic = {
      code: "user_on_automatic_upgrades",
      standing: { schedule: { cadence: "automatic" }, hold: null },
    } as const;
    const status = statusOf(questionOf(one, now), one.runsAhead ? automatic : own, world.calendar);
    found.total++;
    if (status.isCurrent) found.current++;
    if (status.behind) add(found.behind, status.behind);
    for (const condition of status.conditions) add(found.conditions, condition);
  }
  return found;
}

function plain({ total, current, behind, conditions }: Adoption) {
  return { total, current, behind: Object.fromEntries(behind), conditions: Object.fromEntries(conditions) };
}

test("Adoption counts what the installations would one by one, however many share a kind (R28 to R32)", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      calendars({ ...WITH_EVERYTHING, states: ["published", "published", "paused", "withdrawn"] }),
      fc.array(individuals, { minLength: 20, maxLength: 80, size: "max" }),
      words,
      instants,
      (calendar, all, own, now) => {
        const world = worldOf(own, calendar);
        const adoption = atOnce(countAdoption(world, censusOf(world, all), {}, now));
        const expected = adoptionOneByOne(world, all, now);
        expect(plain(adoption)).toEqual(expected);
        for (const code of Object.keys({ ...expected.behind, ...expected.conditions })) seen.add(code);
        const inKinds = adoption.kinds.reduce((sum, { installations }) => sum + installations, 0);
        expect(inKinds).toBe(adoption.total);
      },
    ),
    { numRuns: 300 },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining([
      "routed",
      "stranded",
      "expired",
      "runs_blocked",
      "managed",
      "os_too_old",
      "os_too_new",
      "floor_out_of_reach",
    ]),
  );
});

test("Ten thousand made-up systems make no more kinds than the calendar has thresholds, and one more", () => {
  const release = aRelease("45.1", {
    blocks: [
      {
        platform: "win",
        arch: null,
        osVersion: { from: { parts: [10, 0, 17763] }, below: { parts: [10, 0, 19041] } },
        reason: "crashes",
        until: null,
      },
    ],
  });
  const builds = [aBuild(release.id, { maximumOsVersion: { parts: [11] } })];
  const calendar = toCalendar([{ release, history: [{ knownAt: release.automaticAt, release }], builds }]);
  const thresholds = limitsOf(calendar).thresholds.win.length;
  expect(thresholds).toBe(3);
  const kinds = new Set<string | null>();
  for (let number = 0; number < 10_000; number++) {
    const os = { parts: [number % 13, number % 3, number * 7, number] };
    kinds.add(countSystem(os, "win", calendar));
  }
  expect(kinds.size).toBe(thresholds + 1);
  expect(kinds.has(null)).toBe(false);
  expect(countSystem({ parts: [14, 1] }, "mac", calendar)).toBe(null);
  expect(countSystem(null, "win", calendar)).toBe(null);
  expect(countSystem({ parts: [10, 0, 18000] }, "win", calendar)).toBe(
    formatOsVersion({ parts: [10, 0, 17763] }),
  );
});
