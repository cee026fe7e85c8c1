import { expect, test } from "vitest";
import { SoonestOffers } from "../../src/policy/soonest-offers.ts";
import { aRelease, at } from "../support/records.ts";

const [older, newer] = [aRelease("46.2"), aRelease("46.3")];
const [march, april] = [at("2026-03-03"), at("2026-04-07")];

interface Added {
  readonly release: typeof older;
  readonly on: typeof march;
  readonly installations: number;
  readonly isSame?: boolean;
}

/** The sum of some offers, and that of the same in the opposite order, which has to be equal. */
function sumOf(added: readonly Added[]) {
  const sums = [added, added.toReversed()].map((order) => {
    const soonest = new SoonestOffers();
    for (const { release, on, installations, isSame = true } of order) {
      soonest.add({ release, at: on }, installations, isSame);
    }
    return { next: soonest.most(), isExact: soonest.isExact };
  });
  expect(sums[1]).toEqual(sums[0]);
  return sums[0];
}

test("R56: one pilot of twelve does not decide what is next for all", () => {
  const sum = sumOf([
    { release: older, on: march, installations: 11 },
    { release: newer, on: march, installations: 1 },
  ]);
  expect(sum).toEqual({ next: { release: older, at: march }, isExact: true });
});

test("R56: those of several kinds who get the same version are counted together", () => {
  const sum = sumOf([
    { release: newer, on: march, installations: 2 },
    { release: older, on: march, installations: 3 },
    { release: newer, on: march, installations: 2 },
  ]);
  expect(sum?.next?.release).toBe(newer);
});

test("R56: of as many, the newer version is named", () => {
  const sum = sumOf([
    { release: older, on: march, installations: 6 },
    { release: newer, on: march, installations: 6 },
  ]);
  expect(sum?.next?.release).toBe(newer);
});

test("R56: the instant is the first, whatever more installations get later", () => {
  const sum = sumOf([
    { release: newer, on: april, installations: 11 },
    { release: older, on: march, installations: 1 },
    { release: newer, on: april, installations: 11, isSame: false },
  ]);
  expect(sum).toEqual({ next: { release: older, at: march }, isExact: true });
});

test("R18, R56: what somebody certainly gets counts before what a rollout begins to give, and is exact", () => {
  const sum = sumOf([
    { release: newer, on: march, installations: 11, isSame: false },
    { release: older, on: march, installations: 1 },
  ]);
  expect(sum).toEqual({ next: { release: older, at: march }, isExact: true });
});

test("R18, R56: where all who get something wait for their turns, the instant is not exact", () => {
  const sum = sumOf([
    { release: newer, on: march, installations: 3, isSame: false },
    { release: older, on: april, installations: 11 },
  ]);
  expect(sum).toEqual({ next: { release: newer, at: march }, isExact: false });
});

test("R56: nothing is next where nobody gets anything", () => {
  expect(sumOf([])).toEqual({ next: null, isExact: true });
});
