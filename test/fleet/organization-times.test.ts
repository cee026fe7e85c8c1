import { expect, test } from "vitest";
import { OrganizationTimes } from "../../src/fleet/organization-times.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import { wordsOf } from "./words-of.ts";

const HOUR_MS = 3_600_000;

function at(text: string): Instant {
  return toInstant(Date.parse(text));
}

test("when a schedule was set is kept to the millisecond, and when a standing began to the hour after it", () => {
  const times = new OrganizationTimes();
  const instants = [
    "1970-01-01",
    "2026-12-01T10:00:00.001Z",
    "2026-12-01T11:00:00Z",
    "2106-02-07T06:28:16Z",
  ].map(at);
  for (const [number, instant] of instants.entries()) {
    times.setSaidAt(1000 * number, instant);
    times.setStoodAt(1000 * number, instant);
  }
  for (const [number, instant] of instants.entries()) {
    expect(times.saidAt(1000 * number)).toBe(instant);
    const later = times.stoodAt(1000 * number) - instant;
    expect(later).toBeGreaterThanOrEqual(0);
    expect(later).toBeLessThan(HOUR_MS);
  }
  expect(times.stoodAt(2000)).toBe(instants[2]);
});

test("neither time changes the other, nor those of its neighbours, in whatever order they are set", () => {
  const times = new OrganizationTimes();
  const latest = at("2199-12-31T23:00:00Z");
  for (const number of [2, 0, 1]) times.setSaidAt(number, latest - number);
  for (const number of [1, 2, 0]) times.setStoodAt(number, toInstant(latest - number * HOUR_MS));
  times.setSaidAt(1, 0);
  times.setStoodAt(2, toInstant(0));
  expect([0, 1, 2].map((number) => times.saidAt(number))).toEqual([latest, 0, latest - 2]);
  expect([0, 1, 2].map((number) => times.stoodAt(number))).toEqual([latest, latest - HOUR_MS, 0]);
});

test("a time that does not fit is kept as the nearest that does; one that was never set is 0", () => {
  const times = new OrganizationTimes();
  times.setSaidAt(0, at("9999-12-31"));
  times.setStoodAt(0, at("9999-12-31"));
  times.setSaidAt(1, -1);
  times.setStoodAt(1, at("1969-12-31"));
  expect([times.saidAt(0), times.stoodAt(0)]).toEqual([
    at("2248-09-26T15:10:22.207Z"),
    at("2209-03-30T07:00:00Z"),
  ]);
  expect([times.saidAt(1), times.stoodAt(1), times.saidAt(9999), times.stoodAt(9999)]).toEqual([0, 0, 0, 0]);
});

test("an image says the same, and does not change with what it was made of", () => {
  const times = new OrganizationTimes();
  const before = at("2026-12-01T10:00:00Z");
  times.setSaidAt(3, before);
  times.setStoodAt(3, before);
  const image = times.image(4);
  times.setSaidAt(3, 0);
  times.setStoodAt(3, toInstant(0));
  const copy = new OrganizationTimes(wordsOf(image));
  expect([copy.saidAt(3), copy.stoodAt(3)]).toEqual([before, before]);
});
