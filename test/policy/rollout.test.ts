import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_LIMITS, type Release } from "../../src/catalog/release.ts";
import { addDays } from "../../src/instant.ts";
import { neededTime, rolloutTurn } from "../../src/policy/rollout.ts";
import { placeOf } from "../oracle/naive-verdict.ts";
import { START } from "./arbitraries.ts";

function release(id: string, rolloutDays: number): Release {
  const dates = { automaticAt: START, slowAt: null, rolloutDays };
  return {
    id,
    version: { parts: [45, 1] },
    ...dates,
    critical: null,
    notes: "",
    state: "published",
    ...NO_LIMITS,
  };
}

test("R18: the place is the documented hash of release and installation", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string(), (id, installation) => {
      expect(rolloutTurn(id, installation)).toBe(placeOf(`${id}/${installation}`));
    }),
  );
});

test("R18: the places of known installations never change", () => {
  expect(rolloutTurn("45.4", "desk-1")).toBe(0.2831245211418718);
  expect(rolloutTurn("45.4", "desk-2")).toBe(0.946445455076173);
});

test("R18: everybody is in within the days, and who is in stays in when the days grow fewer", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.option(fc.uuid()), fc.nat(90), fc.nat(90), (id, installation, a, b) => {
      const needed = (days: number) => neededTime(release(id, days), installation);
      const [few, many] = [needed(Math.min(a, b)), needed(Math.max(a, b))];
      expect(few).toBeGreaterThanOrEqual(0);
      expect(few).toBeLessThanOrEqual(many);
      expect(addDays(START, 0) + many).toBeLessThanOrEqual(addDays(START, Math.max(a, b)));
    }),
  );
});

test("R18: each day of a ten-day rollout lets in about a tenth of the installations", () => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (let number = 0; number < 20_000; number++) {
    const day = Math.floor(rolloutTurn("45.4", `installation-${number}`) * 10);
    counts[day] = (counts[day] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

test("R18: who comes early in one release does not come early in the next", () => {
  let both = 0;
  for (let number = 0; number < 10_000; number++) {
    const installation = `installation-${number}`;
    if (rolloutTurn("45.4", installation) < 0.1 && rolloutTurn("45.5", installation) < 0.1) both++;
  }
  expect(Math.abs(both - 100)).toBeLessThan(40);
});
