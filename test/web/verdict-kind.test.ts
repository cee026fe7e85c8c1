import { describe, expect, test } from "vitest";
import type { Shape } from "../../src/client/shape.ts";
import {
  followsSchedule,
  kindOfVerdict,
  leavesAt,
  type VerdictKind,
} from "../../src/web/explain/verdict-kind.ts";

type Answered = Shape<"ExplainAnswer">["verdict"];
type Code = Answered["reasons"][number]["code"];

const SUPPORTED = { state: "supported", endsAt: null, expiresAt: null, enforced: true } as const;

function answered(action: Answered["action"], codes: readonly Code[], support: object = {}): Answered {
  return {
    action,
    version: "46.6.1",
    final: !codes.includes("step_on_the_way"),
    support: Object.assign({}, SUPPORTED, support),
    reasons: codes.map((code) => ({ code })) as Answered["reasons"],
    nextCheckSeconds: 3600,
  };
}

describe("the sentence that a verdict is said with", () => {
  test.each<[Answered["action"], readonly Code[], VerdictKind, VerdictKind]>([
    ["update", ["newest_eligible"], "update", "first"],
    ["update", ["newest_eligible", "step_on_the_way"], "step", "first"],
    ["stay", ["already_on_newest"], "newest", "newest"],
    ["stay", ["nothing_eligible"], "nothing", "nothing_yet"],
    ["stay", ["managed_elsewhere"], "managed", "managed_new"],
    ["stay", ["version_expired", "expired_nothing_newer"], "no_way_out", "no_way_out"],
    ["stay", ["build_lacks_signature"], "stays", "nothing_yet"],
  ])("%s because of %j: %s, and of a new installation %s", (action, codes, running, fresh) => {
    const verdict = answered(action, codes);
    expect([kindOfVerdict(verdict, false), kindOfVerdict(verdict, true)]).toEqual([running, fresh]);
  });
});

describe("what comes after a verdict", () => {
  const now = "2026-11-22T12:00:00Z";
  const next = { at: "2026-12-01T00:00:00Z" };
  const ends = (expiresAt: string, more: object = {}) =>
    answered("stay", ["already_on_newest"], { expiresAt, ...more });

  test("an end of life before the next release comes first", () => {
    const tomorrow = "2026-11-23T12:00:00Z";
    expect(leavesAt(ends(tomorrow), now, next)).toBe(tomorrow);
    expect(leavesAt(ends(tomorrow), now, undefined)).toBe(tomorrow);
  });

  test("one that is later or past, or that binds nobody, does not", () => {
    expect(leavesAt(ends("2026-12-02T00:00:00Z"), now, next)).toBeNull();
    expect(leavesAt(ends("2026-11-21T00:00:00Z"), now, next)).toBeNull();
    expect(leavesAt(ends("2026-11-23T00:00:00Z", { enforced: false }), now, next)).toBeNull();
    expect(leavesAt(answered("stay", ["already_on_newest"]), now, next)).toBeNull();
  });

  test("what is managed elsewhere, or cannot leave, is promised no release", () => {
    expect(followsSchedule(answered("stay", ["managed_elsewhere"]))).toBe(false);
    expect(followsSchedule(answered("stay", ["expired_nothing_newer"]))).toBe(false);
    expect(followsSchedule(answered("stay", ["already_on_newest"]))).toBe(true);
  });
});
