import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { CheckIns } from "../../src/fleet/check-ins.ts";
import type { RawCheckIn } from "../../src/fleet/raw-check-in.ts";
import { addDays, type Instant } from "../../src/instant.ts";
import { heldHeapMegabytes } from "../support/memory.ts";
import { at } from "../support/records.ts";
import { aNote, START as NOON } from "./noted.ts";

const ACME = randomUUID();
const LATER = at("2026-03-01T12:00:09Z");

const said = (installation: string, change: Partial<RawCheckIn> = {}) =>
  aNote({ organizationId: ACME, installation, ...change });

/** A check-in of an organization of its own. */
const alone = (installation: string) => said(installation, { organizationId: randomUUID() });

const idsOf = (checkIns: CheckIns, max = 100) => checkIns.oldest(max).map(({ installation }) => installation);

describe("what waits to be written", () => {
  test("holds no address that its texts were cut out of", () => {
    const checkIns = new CheckIns();
    const before = heldHeapMegabytes();
    for (let number = 0; number < 2_000; number++) {
      const made = `id=a-made-up-installation-${number}&os=a-made-up-system-é&rest=${"x".repeat(15_000)}`;
      // One text in memory, as a request has its address.
      const [id = "", os = ""] = Buffer.from(made).toString("utf8").split("&");
      checkIns.note(said(id.slice(3), { os }));
    }
    expect(idsOf(checkIns, 1)).toEqual(["a-made-up-installation-0"]);
    expect(checkIns.size).toBe(2_000);
    expect(heldHeapMegabytes() - before).toBeLessThan(5);
  });

  test("is the last word of each installation, who waits longest first", () => {
    const checkIns = new CheckIns();
    for (const one of ["a", "b", "c", "a"]) checkIns.note(said(one));
    checkIns.note(said("b", { organizationId: randomUUID() }));
    checkIns.note(said("a", { running: "45.3" }));
    expect(idsOf(checkIns)).toEqual(["a", "b", "c", "b"]);
    expect(checkIns.oldest(1)).toMatchObject([{ installation: "a", running: "45.3" }]);
  });

  test("never grows beyond its bound: who waits longest is dropped and counted", () => {
    const checkIns = new CheckIns({ most: 3 });
    const notes = new Map(["a", "b", "c", "d", "e"].map((one) => [one, alone(one)]));
    for (const one of ["a", "b", "c", "a", "d", "e"]) checkIns.note({ ...(notes.get(one) ?? said(one)) });
    expect(idsOf(checkIns)).toEqual(["c", "d", "e"]);
    expect([checkIns.size, checkIns.dropped]).toEqual([3, 2]);
  });

  test("leaves room for everybody, however much comes from one organization, or from several", () => {
    for (const floods of [1, 2, 5]) {
      const checkIns = new CheckIns({ most: 1_000 });
      const organizations = Array.from({ length: floods }, () => randomUUID());
      checkIns.note(alone("before"));
      for (let number = 0; number < 3_000; number++) {
        for (const organizationId of organizations)
          checkIns.note(said(`made up ${number}`, { organizationId }));
      }
      const taken = checkIns.size;
      expect(taken).toBeLessThan(1_000 - 100);
      expect(checkIns.dropped).toBe(floods * 3_000 + 1 - taken);
      for (let number = 0; number < 100; number++) checkIns.note(alone(`after ${number}`));
      const left = idsOf(checkIns, 2_000);
      expect(left).toContain("before");
      expect(left.filter((id) => id.startsWith("after"))).toHaveLength(100);
    }
  });

  test("takes an organization without others in up to half of its bound, and again once that is written", () => {
    const checkIns = new CheckIns({ most: 10 });
    const flood = (when: Instant) => {
      for (const one of ["a", "b", "c", "d", "e", "f", "g"]) checkIns.note(said(one, { at: when }));
    };
    flood(NOON);
    expect(idsOf(checkIns)).toEqual(["a", "b", "c", "d", "e"]);
    checkIns.note(said("b", { running: "45.2" }));
    expect(checkIns.oldest(2)).toMatchObject([{ running: "45.1" }, { running: "45.2" }]);
    checkIns.takeOff(checkIns.oldest(10));
    flood(addDays(NOON, 1));
    expect(checkIns.size).toBe(5);
  });

  test("is taken off once it is written, but not what was said meanwhile", () => {
    const checkIns = new CheckIns();
    for (const one of ["a", "b", "c"]) checkIns.note(said(one));
    const taken = checkIns.oldest(2);
    checkIns.note(said("a", { running: "45.2" }));
    checkIns.takeOff(taken);
    expect(checkIns.oldest(10)).toMatchObject([
      { installation: "a", running: "45.2" },
      { installation: "c" },
    ]);
  });

  test("is not replaced by an earlier one that arrives late, as when an edge sends a batch again", () => {
    const checkIns = new CheckIns();
    checkIns.note(said("a", { running: "45.2", at: LATER }));
    checkIns.note(said("a", { running: "45.1", at: NOON }));
    expect(checkIns.oldest(10)).toMatchObject([{ running: "45.2", at: LATER }]);
    expect(checkIns.replaced).toBe(1);
    checkIns.takeOff(checkIns.oldest(10));
    checkIns.note(said("a", { running: "45.1", at: addDays(LATER, 0.01) }));
    expect(checkIns.oldest(10)).toMatchObject([{ running: "45.1" }]);
  });

  test("is written anew once the database has lost what was written, though it was told lately", () => {
    const checkIns = new CheckIns();
    checkIns.note(said("a"));
    checkIns.takeOff(checkIns.oldest(10));
    checkIns.note(said("a", { at: LATER }));
    expect(idsOf(checkIns)).toEqual([]);
    checkIns.forgetTold();
    checkIns.note(said("a", { at: LATER }));
    expect(idsOf(checkIns)).toEqual(["a"]);
  });

  test("knows since when the oldest waits, also if that one asks again and again", () => {
    const checkIns = new CheckIns();
    expect(checkIns.oldestSince).toBe(null);
    checkIns.note(said("a"));
    checkIns.note(said("b", { at: LATER }));
    checkIns.note(said("a", { at: LATER }));
    expect(checkIns.oldestSince).toBe(NOON);
    const written = checkIns.oldest(1);
    checkIns.note(said("a", { at: LATER }));
    checkIns.takeOff(written);
    expect(checkIns.oldestSince).toBe(LATER);
  });
});
