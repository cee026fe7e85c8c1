import fc from "fast-check";
import { expect, test } from "vitest";
import { type Calendar, calendarAsPlanned } from "../../src/catalog/calendar.ts";
import { compareVersions } from "../../src/catalog/version.ts";
import type { Instant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Asker } from "../../src/policy/gates/gate.ts";
import { type InstallationKind, questionOf } from "../../src/policy/installation-moves.ts";
import { StepEffects } from "../../src/policy/release-effect.ts";
import { type Reached, ReleaseTally } from "../../src/policy/release-tally.ts";
import { AUTOMATIC } from "../../src/policy/schedule.ts";
import { beginStanding, type Standing } from "../../src/policy/standing.ts";
import { atDepth } from "../support/depth.ts";
import { standings } from "./arbitraries.ts";
import { kinds, momentsFrom, type RandomStep, steps } from "./steps.ts";

interface RandomOrganization {
  readonly standing: Standing;
  readonly usersAhead: number;
  /** How many installations it has of each kind. */
  readonly counts: readonly number[];
}

interface RandomWorld {
  readonly step: RandomStep;
  readonly kinds: readonly InstallationKind[];
  readonly organizations: readonly RandomOrganization[];
}

const worlds: fc.Arbitrary<RandomWorld> = fc
  .record({
    step: steps({ isLimited: true }),
    kinds: fc.array(kinds, { maxLength: 4 }),
    standings: fc.array(standings, { minLength: 1, maxLength: 3 }),
  })
  .chain(({ standings: some, ...rest }) =>
    fc
      .array(
        fc.record({
          standing: fc.constantFrom(...some),
          usersAhead: fc.nat(2),
          counts: fc.array(fc.nat(3), { minLength: rest.kinds.length, maxLength: rest.kinds.length }),
        }),
        { maxLength: 5 },
      )
      .map((organizations) => ({ ...rest, organizations })),
  );

const AHEAD = beginStanding(AUTOMATIC);

/** The first of a standing in a rollout, of a platform that every release has a build for, and of no release's line. */
const FIRST: Pick<Asker, "target" | "running"> & { readonly os: null } = {
  target: { platform: "win", arch: "x64", formats: null },
  running: null,
  os: null,
};

/** The first instant at which an asker is offered the release of a step, or a step on the way; "never" if it never is. */
function firstAt(asker: Asker, standing: Standing, calendar: Calendar, { releaseId, now }: RandomStep) {
  const planned = calendarAsPlanned(calendar, now);
  const version = planned.find(({ release }) => release.id === releaseId)?.release.version;
  const found = momentsFrom(now, calendar).find((at) => {
    const verdict = decide({ ...asker, at }, { code: "vendor_default", standing }, planned);
    if (verdict.action === "stay") return false;
    const on = verdict.reasons.find((reason) => reason.code === "step_on_the_way");
    const isStep = version && on?.code === "step_on_the_way" && compareVersions(on.target, version) === 0;
    return verdict.release.id === releaseId || isStep;
  });
  return found ?? "never";
}

/** The calendar as the schedule of an organization is judged: with every build, and with no limits but those for all computers. */
function asBuilt(calendar: Calendar): Calendar {
  return calendar.map((entry) => {
    const blocks = entry.release.blocks.filter(
      (block) => block.platform === null && block.osVersion === null,
    );
    const release = { ...entry.release, floor: null, expiresAt: null, blocks };
    return { ...entry, release, expectsBuilds: true };
  });
}

function pairOf(asker: Asker, standing: Standing, step: RandomStep, see: (calendar: Calendar) => Calendar) {
  return [step.before, step.after].map((one) => firstAt(asker, standing, see(one), step)).join("/");
}

/** Counts for every organization, user and installation alone when the release arrives, before and after. */
function countNaively({ step, kinds: its, organizations }: RandomWorld) {
  const found = new Map<string, { organizations: number; users: number; installations: number }>();
  const add = (pair: string, what: keyof Reached, count: number) => {
    if (pair === "never/never" || count === 0) return;
    const row = found.get(pair) ?? { organizations: 0, users: 0, installations: 0 };
    row[what] += count;
    found.set(pair, row);
  };
  const asker = (kind: InstallationKind): Asker => ({ ...questionOf(kind, step.now), manual: true });
  const newcomer: Asker = {
    ...asker({ ...FIRST, runsAhead: false, isManaged: false, running: null }),
    running: null,
  };
  for (const { standing, usersAhead, counts } of organizations) {
    const pairs = new Set([pairOf(newcomer, standing, step, asBuilt)]);
    counts.forEach((count, number) => {
      const kind = its[number] as InstallationKind;
      for (let one = 0; one < count; one++) {
        const pair = pairOf(asker(kind), kind.runsAhead ? AHEAD : standing, step, (calendar) => calendar);
        add(pair, "installations", 1);
        if (!kind.runsAhead) pairs.add(pair);
      }
    });
    for (const pair of pairs) add(pair, "organizations", 1);
    add(pairOf(newcomer, AHEAD, step, asBuilt), "users", usersAhead);
  }
  return found;
}

function tally({ step, kinds: its, organizations }: RandomWorld) {
  const counted = new ReleaseTally(new StepEffects(step, step.now), its);
  organizations.forEach(({ standing, usersAhead, counts }, number) => {
    const visit = (see: (kind: number, count: number) => void) => {
      for (const [kind, count] of counts.entries()) see(kind, count);
    };
    counted.add({ id: `o${number}`, standing, usersAhead, visit });
  });
  return counted.result();
}

const textOf = (at: Instant | null) => at ?? "never";
const numbersOf = ({ organizations, users, installations }: Reached) => ({
  organizations,
  users,
  installations,
});

test("a preview counts by date what each organization, user and installation gets, before and after a step", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { arrivals } = tally(world);
      const told = arrivals.map(
        ({ arrives, reached }) =>
          [`${textOf(arrives.before)}/${textOf(arrives.after)}`, numbersOf(reached)] as const,
      );
      expect(new Map(told)).toEqual(countNaively(world));
    }),
    { numRuns: atDepth({ gate: 200, soak: 10_000 }) },
  );
});

test("everybody is counted once as changed or unchanged, and groups that read alike are one", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { changed, unchanged, groups, atOnce, taken, bypassing, organizationIds } = tally(world);
      const { organizations } = world;
      expect(changed.organizations + unchanged.organizations).toBe(organizations.length);
      const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
      expect(changed.users + unchanged.users).toBe(sum(organizations.map(({ usersAhead }) => usersAhead)));
      expect(changed.installations + unchanged.installations).toBe(
        sum(organizations.flatMap(({ counts }) => counts)),
      );
      for (const some of [atOnce, taken, bypassing]) {
        expect(some.organizations).toBeLessThanOrEqual(changed.organizations);
        expect(some.installations).toBeLessThanOrEqual(changed.installations);
      }
      expect(organizationIds.length).toBe(changed.organizations);
      const read = groups.map(({ reached: _, ...group }) => JSON.stringify(group));
      expect(new Set(read).size).toBe(read.length);
    }),
    { numRuns: atDepth({ gate: 200, soak: 10_000 }) },
  );
});
