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
