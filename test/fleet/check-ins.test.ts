import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { CheckIns, type RawCheckIn } from "../../src/fleet/check-ins.ts";
import { at } from "../support/records.ts";

const ACME = randomUUID();
const STAY = { action: "stay", reasons: [] } as const;

function said(installation: string, change: Partial<RawCheckIn> = {}): RawCheckIn {
  return {
    organizationId: ACME,
    installation,
    user: null,
    target: 0,
    running: "45.1",
    verdict: STAY,
    at: at("2026-03-01"),
    ...change,
  };
}

const idsOf = (checkIns: CheckIns, max = 100) =>
  checkIns.oldest(max).checkIns.map(({ installationId }) => installationId);

describe("what waits to be written", () => {
  test("is the last word of each installation, who waits longest first", () => {
    const checkIns = new CheckIns();
    for (const one of ["a", "b", "c", "a"]) checkIns.note(said(one));
    checkIns.note(said("b", { organizationId: randomUUID() }));
    checkIns.note(said("a", { running: "45.3" }));
    expect(idsOf(checkIns)).toEqual(["a", "b", "c", "b"]);
    expect(checkIns.oldest(1).checkIns).toMatchObject([{ installationId: "a", version: "45.3" }]);
  });

  test("never grows beyond its bound: who waits longest is dropped and counted", () => {
    const checkIns = new CheckIns(3);
    for (const one of ["a", "b", "c", "a", "d", "e"]) checkIns.note(said(one));
    expect(idsOf(checkIns)).toEqual(["c", "d", "e"]);
    expect([checkIns.size, checkIns.dropped]).toEqual([3, 2]);
  });

  test("is taken off once it is written, but not what was said meanwhile", () => {
    const checkIns = new CheckIns();
    for (const one of ["a", "b", "c"]) checkIns.note(said(one));
    const { takeOff } = checkIns.oldest(2);
    checkIns.note(said("a", { running: "45.2" }));
    takeOff();
    expect(checkIns.oldest(10).checkIns).toMatchObject([
      { installationId: "a", version: "45.2" },
      { installationId: "c" },
    ]);
  });

  test("is written in the one form of versions and ids, without what cannot be kept", () => {
    const checkIns = new CheckIns();
    const user = randomUUID();
    checkIns.note(said("a", { running: "45.2.0-7", user: user.toUpperCase(), target: 3 }));
    checkIns.note(said("b", { running: null, user: "ann@example.org" }));
    for (const unfit of ["", "\0", "a\u0007", "\ud800"]) checkIns.note(said(unfit));
    expect(checkIns.oldest(10).checkIns).toMatchObject([
      { installationId: "a", version: "45.2.0.7", userId: user, platform: "mac", arch: "arm64" },
      { installationId: "b", version: null, userId: null },
    ]);
  });
});
