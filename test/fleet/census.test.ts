import fc from "fast-check";
import { expect, test } from "vitest";
import { formatVersion } from "../../src/catalog/version.ts";
import { Census } from "../../src/fleet/census.ts";
import { Directory } from "../../src/fleet/directory.ts";

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

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
        census.take({ ...one, organizationId: id(organization), revision: index + 1 } as never);
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
