import { expect, test } from "vitest";
import { nextCheckSeconds } from "../../src/updates/next-check.ts";

const CHANCES = [0, 0.25, 0.5, 0.999_999];
const HOUR_MS = 3_600_000;

test("an installation that is offered a step asks again within an hour, and not all of them at once (R28)", () => {
  const asked = CHANCES.map((chance) => nextCheckSeconds({ final: false }, Number.POSITIVE_INFINITY, chance));
  expect(Math.max(...asked)).toBe(3_600);
  expect(Math.min(...asked)).toBeGreaterThan(1_800);
  expect(new Set(asked).size).toBe(CHANCES.length);
});

test("a date that comes before that is waited for, if the hour allows it", () => {
  expect(nextCheckSeconds({ final: false }, HOUR_MS / 4, 0)).toBe(900);
  for (const chance of CHANCES) {
    expect(nextCheckSeconds({ final: false }, 20 * HOUR_MS, chance)).toBeLessThanOrEqual(3_600);
    expect(nextCheckSeconds({ final: true }, 20 * HOUR_MS, chance)).toBeGreaterThanOrEqual(20 * 3_600);
    expect(nextCheckSeconds({ final: true }, Number.POSITIVE_INFINITY, chance)).toBeGreaterThan(23 * 3_600);
  }
});

test("installations that wait for the same date come one by one in the hour after it, and none before it (R16)", () => {
  const whenAsked = [0.25, 1, 10, 22];
  for (const hours of whenAsked) {
    const untilDate = hours * HOUR_MS - 1;
    const after = Array.from({ length: 3_600 }, (_, second) => {
      return nextCheckSeconds({ final: true }, untilDate, (second + 0.5) / 3_600) - untilDate / 1_000;
    });
    expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...after)).toBeLessThan(3_600);
    expect(new Set(after.map(Math.floor)).size).toBe(3_600);
  }
});
