import fc from "fast-check";
import { expect, test } from "vitest";
import { formatOsVersion } from "../../src/catalog/os-version.ts";
import { formatVersion } from "../../src/catalog/version.ts";
import { Census } from "../../src/fleet/census.ts";
import { Directory } from "../../src/fleet/directory.ts";

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

test("a census has every installation in one kind, those that say something of their computer apart, whatever it was told in between", () => {
  const told = fc.record({
    organization: fc.nat({ max: 30 }),
    version: fc.constantFrom("45.1", null),
    runsAhead: fc.boolean(),
    computer: fc.option(
      fc
        .record({ os: fc.constantFrom("0", "10.0.19045", null), isManaged: fc.boolean() })
        .filter(({ os, isManaged }) => os !== null || isManaged),
      { nil: null },
    ),
    installations: fc.nat({ max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(told, { maxLength: 300, size: "max" }), (counts) => {
      const census = new Census(new Directory());
      const last = new Map<string, Count>();
      counts.forEach(({ organization, ...one }, index) => {
        const count = { ...one, organizationId: id(organization), ...WINDOWS, revision: index + 1 };
        census.take(count);
        last.set([organization, one.version, one.runsAhead, JSON.stringify(one.computer)].join(), count);
      });
      expect(some(kindsOf(census, 31))).toEqual(some(kindsCounted([...last.values()])));
    }),
    { numRuns: 100 },
  );
});

type Count = Parameters<Census["take"]>[0];

const WINDOWS = { platform: "win", arch: "x64" } as const;

/** How many installations of each kind a census has of the first organizations. */
function kindsOf(census: Census, organizations: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let organization = 0; organization < organizations; organization++) {
    const sums: number[] = [];
    census.addTo(sums, id(organization));
    sums.forEach((installations, number) => {
      const { running, runsAhead, os, isManaged } = census.kinds[number] ?? fail();
      const version = running && formatVersion(running);
      const said = [version, runsAhead, os && formatOsVersion(os), isManaged];
      found.set([id(organization), ...said].join(), installations);
    });
  }
  return found;
}

/** The same, computed from the last counts one by one: those that said nothing are what is left of all. */
function kindsCounted(counts: readonly Count[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const alike = (a: Count, b: Count) =>
    a.organizationId === b.organizationId && a.version === b.version && a.runsAhead === b.runsAhead;
  for (const count of counts) {
    const { organizationId, version, runsAhead, computer } = count;
    const said = counts.filter((other) => other.computer !== null && alike(count, other));
    const sum = said.reduce((total, one) => total + one.installations, 0);
    const installations = computer === null ? count.installations - sum : count.installations;
    const key = [organizationId, version, runsAhead, computer?.os, computer?.isManaged ?? false].join();
    found.set(key, installations);
  }
  return found;
}

test("a census says of every organization what it was last told, whatever came in between", () => {
  const count = fc.record({
    organization: fc.nat({ max: 3000 }),
    platform: fc.constantFrom("win", "mac", "linux"),
    arch: fc.constantFrom("x64", "arm64"),
    version: fc.option(fc.constantFrom("45.1.0.0", "45.2.0.0", "46.0.0.1"), { nil: null }),
    runsAhead: fc.boolean(),
    installations: fc.nat({ max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(count, { maxLength: 400, size: "max" }), (told) => {
      const census = new Census(new Directory());
      const expected = new Map<string, number>();
      told.forEach(({ organization, ...one }, index) => {
        const count = { ...one, organizationId: id(organization), computer: null, revision: index + 1 };
        census.take(count as never);
        const { platform, arch, version, runsAhead } = one;
        expected.set([organization, platform, arch, version ?? "", runsAhead].join(), one.installations);
      });
      const found = new Map<string, number>();
      for (const organization of new Set(told.map((one) => one.organization))) {
        const sums: number[] = [];
        census.addTo(sums, id(organization));
        sums.forEach((installations, number) => {
          const { target, running, runsAhead } = census.kinds[number] ?? fail();
          const version = running ? formatVersion(running) : "";
          found.set([organization, target.platform, target.arch, version, runsAhead].join(), installations);
        });
      }
      expect(some(found)).toEqual(some(expected));
      expect(census.revision).toBe(told.length);
    }),
    { numRuns: 60 },
  );
});

const SILENT = { runsAhead: false, computer: null } as const;

/** As many kinds as fit, with a version each that nobody published. */
const FLOOD = 5_000;

test("What one organization makes up changes nothing for another, and kinds that are gone make room", () => {
  const census = new Census(new Directory());
  const flood = (installations: number, from: number) => {
    for (let number = from; number < from + FLOOD; number++) {
      const one = { organizationId: id(1), platform: "win", arch: "x64", ...SILENT } as const;
      census.take({ ...one, version: `${number}.1`, installations, revision: census.revision + 1 });
    }
  };
  const totalOf = (organization: number) => {
    const sums: number[] = [];
    census.addTo(sums, id(organization));
    return sums.reduce((sum, count) => sum + count, 0);
  };
  flood(1, 0);
  const most = totalOf(1);
  expect(most).toBeGreaterThan(1_000);
  expect(most).toBeLessThan(FLOOD);
  const real = { organizationId: id(2), platform: "mac", arch: "arm64", ...SILENT } as const;
  census.take({ ...real, version: "99.9.9", installations: 7, revision: census.revision + 1 });
  expect(totalOf(2)).toBe(7);
  flood(0, 0);
  expect(totalOf(1)).toBe(0);
  flood(1, FLOOD);
  expect(totalOf(1)).toBe(most);
});

/** Nobody is told of none. */
function some(counts: ReadonlyMap<string, number>): readonly [string, number][] {
  return [...counts].filter(([, installations]) => installations > 0).sort();
}

function fail(): never {
  throw new Error("a sum is of a kind that there is not");
}

test("an organization that nobody knows has no installations", () => {
  const sums: number[] = [];
  new Census(new Directory()).addTo(sums, id(1));
  expect(sums).toEqual([]);
});
