import fc from "fast-check";
import { expect, test } from "vitest";
import { compareDebianVersions } from "../../src/catalog/debian-version.ts";
import { dpkgOrder } from "./clients/debian-order.ts";

test.each([
  ["46.9.1.100", "46.10.1.38083"],
  ["46.10.1.38083", "46.10.1.38084"],
  ["46.10.1-38083", "46.10.1-38084"],
  ["46.10.1-9", "46.10.1-10"],
  ["46.10.1-38084", "46.10.1.1"],
  ["46.10~rc1", "46.10"],
  ["46.10", "46.10-1"],
  ["46.10", "46.10a"],
  ["46.10a", "46.10+b"],
  ["46.99", "1:1.0"],
  ["9:1", "10:0"],
  ["1.2-3-4", "1.2-3-5"],
  ["1.99999999999999999999", "1.100000000000000000000"],
])("apt takes %s for older than %s", (older, newer) => {
  for (const compare of [compareDebianVersions, dpkgOrder]) {
    expect(compare(older, newer)).toBeLessThan(0);
    expect(compare(newer, older)).toBeGreaterThan(0);
  }
});

test.each([
  ["1.0", "1.00"],
  ["0:1.0", "1.0"],
  ["1.0", "1.0-0"],
])("apt takes %s and %s for the same", (a, b) => {
  for (const compare of [compareDebianVersions, dpkgOrder]) expect(compare(a, b)).toBe(0);
});

test("any two versions are ordered as dpkg's own code orders them", () => {
  const text = fc.stringMatching(/^[0-9a-cA~.+-]{0,8}$/);
  const version = fc
    .tuple(fc.constantFrom("", "0:", "1:", "12:"), text)
    .map(([epoch, rest]) => `${epoch}1${rest}`);
  fc.assert(
    fc.property(version, version, (a, b) => {
      expect(Math.sign(compareDebianVersions(a, b)), `${a} and ${b}`).toBe(Math.sign(dpkgOrder(a, b)));
    }),
    { numRuns: 2_000 },
  );
});
