import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_LIMITS, type Release, type ReleaseState } from "../../src/catalog/release.ts";
import { addDays } from "../../src/instant.ts";
import { openBetween, publishedTimes } from "../../src/policy/open-time.ts";
import { neededTime, rolloutTurn, wholeTime } from "../../src/policy/rollout.ts";
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

/** Whether an installation with a place is let in, by the open time since the eligible instant. */
function isIn(
  place: number,
  days: number,
  states: readonly (readonly [day: number, state: ReleaseState])[],
  day: number,
) {
  const known = release("45.1", days);
  const history = states.map(([since, state]) => {
    return { knownAt: addDays(START, since), release: { ...known, state } };
  });
  const open = openBetween(
    publishedTimes({ release: known, history, builds: [] }),
    START,
    addDays(START, day),
  );
  return open >= wholeTime(known) * place;
}

test("R33: ten days, published eleven days late, a day ago: 0.05 is in, 0.5 is not", () => {
  const late = [
    [-30, "planned"],
    [11, "published"],
  ] as const;
  expect([0.05, 0.5].map((place) => isIn(place, 10, late, 12))).toEqual([true, false]);
});

test("R33: ten days, paused after three for nine: 0.29 is in, 0.35 is not", () => {
  const paused = [
    [-30, "published"],
    [3, "paused"],
    [12, "published"],
  ] as const;
  expect([0.29, 0.35].map((place) => isIn(place, 10, paused, 12))).toEqual([true, false]);
});
