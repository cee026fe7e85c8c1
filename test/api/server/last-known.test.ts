import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LastKnown } from "../../../src/serving/last-known.ts";

interface Reading {
  readonly end: (value: string) => void;
  readonly fail: (error: Error) => void;
}

let readings: Reading[];
let known: LastKnown<string>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  readings = [];
  known = new LastKnown("first", () => new Promise((end, fail) => readings.push({ end, fail })));
});
afterEach(() => {
  vi.useRealTimers();
});

test("a value is read again after a second, once for all who ask at the time", async () => {
  vi.advanceTimersByTime(999);
  expect(await known.now()).toBe("first");
  expect(readings).toHaveLength(0);
  vi.advanceTimersByTime(1);
  const asked = [known.now(), known.now()];
  readings[0]!.end("second");
  expect(await Promise.all(asked)).toEqual(["second", "second"]);
  expect(await known.now()).toBe("second");
  expect(readings).toHaveLength(1);
});

test("a reading that fails leaves the value, and the next one comes a second later", async () => {
  vi.advanceTimersByTime(1_000);
  const asked = known.now();
  readings[0]!.fail(new Error("away"));
  expect(await asked).toBe("first");
  expect(await known.now()).toBe("first");
  expect(readings).toHaveLength(1);
  vi.advanceTimersByTime(1_000);
  const later = known.now();
  readings[1]!.end("second");
  expect(await later).toBe("second");
});

test("a reading that does not end is waited for once and briefly, and never begun twice", async () => {
  vi.advanceTimersByTime(1_000);
  const begunAt = Date.now();
  expect(await known.now()).toBe("first");
  expect(Date.now() - begunAt).toBeLessThan(2_000);
  vi.advanceTimersByTime(60_000);
  const without = new Promise((done) => setImmediate(() => done("waited")));
  expect(await Promise.race([known.now(), without])).toBe("first");
  expect(readings).toHaveLength(1);
  readings[0]!.end("second");
  await vi.waitFor(async () => expect(await known.now()).toBe("second"));
});
