import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CheckInHasher } from "../../src/fleet/check-in-hash.ts";
import { CheckIns } from "../../src/fleet/check-ins.ts";
import type { RawCheckIn } from "../../src/fleet/raw-check-in.ts";
import { REPEATED_WITHIN_HOURS } from "../../src/fleet/told-lately.ts";
import { toInstant } from "../../src/instant.ts";
import { LOCALES } from "../../src/tenancy/locale.ts";
import { version } from "../support/records.ts";
import { aNote, START, STATES } from "./noted.ts";

const MINUTE_MS = 60_000;

describe("what was told lately", () => {
  const note = aNote();
  const asked = (checkIns: CheckIns, minutes: number, change: Partial<RawCheckIn> = {}) => {
    const when = toInstant(START + minutes * MINUTE_MS);
    checkIns.note({ ...note, at: when, waitsSince: when, ...change });
    const waiting = checkIns.oldest(10);
    checkIns.takeOff(waiting);
    return waiting.length;
  };

  test("is written once a day where an installation asks each hour, and at once when it says something else", () => {
    const checkIns = new CheckIns();
    const hours = Array.from({ length: 72 }, (_, hour) => asked(checkIns, hour * 60));
    expect(hours.flatMap((written, hour) => (written ? [hour] : []))).toEqual([0, 20, 40, 60]);
    expect(asked(checkIns, 72 * 60, { running: "45.2" })).toBe(1);
    expect(asked(checkIns, 72 * 60 + 1, { running: "45.2" })).toBe(0);
    expect(asked(checkIns, 72 * 60 + 2, { running: "45.2", offered: version("45.3") })).toBe(1);
  });

  test("always has an installation written that asks when it was told to", () => {
    const checkIns = new CheckIns();
    for (let day = 0; day < 10; day++) expect(asked(checkIns, day * 23 * 60)).toBe(1);
  });

  test("knows an organization by its id in either case and in the long form, and stores the one form", () => {
    const checkIns = new CheckIns();
    const id = "0000abcd-0000-4000-8000-00000000ffff";
    const long = btoa(`ciscospark://us/ORGANIZATION/${id}`);
    const written = [id.toUpperCase(), id, long].map((organizationId) => {
      checkIns.note({ ...note, organizationId });
      return checkIns.oldest(1)[0]?.organizationId;
    });
    expect(written).toEqual([id, id, id]);
    expect(checkIns).toMatchObject({ size: 1, unchanged: 2 });
  });

  test("is not believed after the clock went back by more than an hour", () => {
    const checkIns = new CheckIns();
    expect([asked(checkIns, 10_000), asked(checkIns, 9_950), asked(checkIns, 60)]).toEqual([1, 0, 1]);
  });

  test("by a clock that was ahead is not believed when its time has come", () => {
    let minutes = 24 * 60;
    const checkIns = new CheckIns({ now: () => START + minutes * MINUTE_MS });
    expect(asked(checkIns, minutes)).toBe(1);
    minutes = 0;
    expect(checkIns.size).toBe(0);
    minutes = 23 * 60 + 30;
    expect(asked(checkIns, minutes)).toBe(1);
    expect(asked(checkIns, minutes + 30)).toBe(0);
  });
});

test("Whatever an installation says otherwise makes another hash, and the instant none", () => {
  const hasher = new CheckInHasher();
  const hashes = STATES.map((_, state) => hasher.read(aNote(STATES[state])).said);
  expect(new Set(hashes).size).toBe(STATES.length);
  const later = aNote({ at: toInstant(START + MINUTE_MS) });
  expect(hasher.read(later).said).toBe(hashes[0]);
});

test.each([["a\0b"], ["a\nb"], ["\ud800"], [["a"]], [null]])(
  "An id that is no text to be stored is counted: %j",
  (installation) => {
    const checkIns = new CheckIns();
    checkIns.note({ ...aNote(), installation } as never);
    expect(checkIns).toMatchObject({ size: 0, unreadable: 1 });
  },
);

test.each([
  ...LOCALES.flatMap((locale) => [
    `src/web/messages/${locale}/adoption.json`,
    `src/web/messages/${locale}/computers.json`,
  ]),
  "src/contract/adoption.ts",
  "docs/operating.md",
])("%s says for how many hours the same is not written again", (path) => {
  expect(readFileSync(path, "utf8")).toMatch(
    new RegExp(`(?<!\\d)${REPEATED_WITHIN_HOURS} ?(hours|heures|uur|Stunden|horas|ore|時間|ساعة)`),
  );
});
