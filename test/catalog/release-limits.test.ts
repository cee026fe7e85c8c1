import { describe, expect, test } from "vitest";
import type { Block } from "../../src/catalog/block.ts";
import { parseOsVersion } from "../../src/catalog/os-version.ts";
import type { Platform } from "../../src/catalog/platform.ts";
import type { Release } from "../../src/catalog/release.ts";
import { changeRelease, type ReleaseChange } from "../../src/catalog/release-change.ts";
import { asksForBuilds, checkLimits } from "../../src/catalog/release-limits.ts";
import { aRelease, at } from "../support/records.ts";

const NOW = at("2026-03-01");
const OLD = aRelease("46.3", { state: "published" });
const OLDER = aRelease("46.1", { state: "published" });
const NEWER = aRelease("46.5", { state: "published" });
const FLOOR = { reason: "moves the database" };

const built = (release: Release, ...platforms: Platform[]) =>
  platforms.map((platform) => ({ release, build: { platform } }));

/** The code with which a change is refused, or the release that it makes. */
function changed(before: Release, change: ReleaseChange, builds = built(OLD, "win")) {
  const after = changeRelease(before, change);
  if (!after.ok) throw new Error(after.error.message);
  const checked = checkLimits({ before, after: after.value }, { builds, at: NOW });
  return checked.ok ? checked.value : `${checked.error.code}: ${checked.error.message}`;
}

function os(text: string) {
  const read = parseOsVersion(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const block = (change: Partial<Block> = {}): Block => ({
  platform: null,
  arch: null,
  osVersion: null,
  reason: "no sound",
  until: null,
  ...change,
});

describe("a floor (R28)", () => {
  test("is refused where a newer published release has builds for a platform that it has none for", () => {
    const builds = [...built(OLD, "win"), ...built(NEWER, "win", "mac", "linux", "mac")];
    expect(changed(OLD, { floor: FLOOR }, builds)).toMatch(
      /^floor_without_build: .* builds for linux, mac, and 46\.3 has none/,
    );
    const all = [...built(OLD, "win", "mac", "linux"), ...built(NEWER, "win", "mac", "linux")];
    expect(changed(OLD, { floor: FLOOR }, all)).toMatchObject({ floor: FLOOR });
  });

  test("asks nothing of older releases, nor of newer ones that are not published", () => {
    for (const state of ["planned", "paused", "withdrawn"] as const) {
      const builds = [...built(OLDER, "mac"), ...built(OLD, "win"), ...built({ ...NEWER, state }, "mac")];
      expect(changed(OLD, { floor: FLOOR }, builds)).toMatchObject({ floor: FLOOR });
    }
  });

  test("that is there already is not judged again, and can be taken away", () => {
    const builds = [...built(OLD, "win"), ...built(NEWER, "mac")];
    const floor = { ...OLD, floor: FLOOR };
    expect(changed(floor, { floor: { reason: "other words" } }, builds)).toMatchObject({
      version: OLD.version,
    });
    expect(changed(floor, { floor: null }, builds)).toMatchObject({ floor: null });
  });
});

describe("dates of support (R29)", () => {
  test("end not later than the end of life", () => {
    const expiresAt = at("2026-06-01");
    const builds = [...built(OLD, "win"), ...built(NEWER, "win")];
    expect(changed(OLD, { supportEndsAt: at("2026-06-02"), expiresAt }, builds)).toContain(
      "support_after_expiry",
    );
    expect(changed(OLD, { supportEndsAt: expiresAt, expiresAt }, builds)).toMatchObject({ expiresAt });
    const supported = { ...OLD, supportEndsAt: at("2026-07-01") };
    expect(changed(supported, { expiresAt }, builds)).toContain("support_after_expiry");
    expect(changed(supported, { supportEndsAt: null, expiresAt }, builds)).toMatchObject({ expiresAt });
  });
});

describe("an end of life (R30)", () => {
  const builds = [...built(OLD, "win"), ...built(NEWER, "win")];
  const NEAR = at("2026-03-30T23:59:59Z");

  test("that is less than 30 days away or past needs a reason; exactly 30 days away it does not", () => {
    for (const expiresAt of [NEAR, NOW, at("2025-01-01")]) {
      expect(changed(OLD, { expiresAt }, builds)).toContain("expiry_needs_reason");
      expect(changed(OLD, { expiresAt, expiryReason: null }, builds)).toContain("expiry_needs_reason");
      expect(changed(OLD, { expiresAt, expiryReason: "a leak" }, builds)).toMatchObject({
        expiryReason: "a leak",
      });
    }
    expect(changed(OLD, { expiresAt: at("2026-03-31") }, builds)).toMatchObject({ expiryReason: null });
  });

  test("keeps its reason while its date stays; another date needs another one", () => {
    const near = { ...OLD, expiresAt: NEAR, expiryReason: "a leak" };
    expect(changed(near, { warnDays: 7 }, builds)).toMatchObject({ expiryReason: "a leak", warnDays: 7 });
    expect(changed(near, { expiresAt: NEAR }, builds)).toBe(near);
    expect(changed(near, { expiryReason: null }, builds)).toContain("expiry_needs_reason");
    expect(changed(near, { expiresAt: at("2026-03-20") }, builds)).toContain("expiry_needs_reason");
    expect(changed(near, { expiresAt: at("2026-09-01") }, builds)).toMatchObject({ expiryReason: null });
    expect(changed(near, { expiresAt: null }, builds)).toMatchObject({ expiresAt: null, expiryReason: null });
  });

  test("is refused where a platform has nothing newer that is published and lives longer", () => {
    const expiresAt = at("2026-09-01");
    const both = built(OLD, "mac", "win");
    expect(changed(OLD, { expiresAt }, [...both, ...built(OLDER, "mac"), ...built(NEWER, "win")])).toMatch(
      /^expiry_strands: .* nothing newer to go to on mac; publish .* mac first/,
    );
    const paused: Release = { ...NEWER, state: "paused" };
    expect(changed(OLD, { expiresAt }, [...both, ...built(paused, "mac", "win")])).toContain("on mac, win;");
    const sooner = { ...NEWER, expiresAt };
    expect(changed(OLD, { expiresAt }, [...both, ...built(sooner, "mac", "win")])).toContain(
      "expiry_strands",
    );
    const later = { ...NEWER, expiresAt: at("2026-09-02") };
    expect(changed(OLD, { expiresAt }, [...both, ...built(later, "mac", "win")])).toMatchObject({
      expiresAt,
    });
  });

  test("of a release without builds strands nobody", () => {
    expect(changed(OLD, { expiresAt: at("2026-09-01") }, [])).toMatchObject({ expiresAt: at("2026-09-01") });
  });
});

describe("blocks (R31)", () => {
  test("are a range with something in it, and end later than now", () => {
    const range = (from: string | null, below: string | null) =>
      block({
        osVersion: { from: from === null ? null : os(from), below: below === null ? null : os(below) },
      });
    for (const wrong of [range("26100", "22631"), range("10.0", "10.0.0.0")]) {
      expect(changed(OLD, { blocks: [block(), wrong] })).toMatch(/^os_range_empty: blocks\.1\.osVersion: /);
    }
    for (const right of [
      range("10.0.22631", "10.0.26100"),
      range("10", null),
      range(null, "10"),
      range(null, null),
    ]) {
      expect(changed(OLD, { blocks: [right] })).toMatchObject({ blocks: [right] });
    }
    expect(changed(OLD, { blocks: [block({ until: NOW })] })).toMatch(/^block_ended: blocks\.0\.until: /);
    expect(changed(OLD, { blocks: [block({ until: at("2026-03-02") })] })).toMatchObject({ blocks: [{}] });
  });

  test("that have ended since may stay while others are added; the same one is not added again once it is gone", () => {
    const ended = block({ until: at("2026-02-01"), platform: "mac" });
    const blocked = { ...OLD, blocks: [ended] };
    expect(changed(blocked, { blocks: [block(), ended] })).toMatchObject({ blocks: [block(), ended] });
    expect(changed(blocked, { blocks: [block(), { ...ended, reason: "other" }] })).toContain("block_ended");
    expect(changed(OLD, { blocks: [ended] })).toContain("block_ended");
  });
});

test("Stopping is never slowed: a pause, a withdrawal and a block pass, whatever was set before", () => {
  const limited: Release = {
    ...OLD,
    floor: FLOOR,
    supportEndsAt: at("2026-02-01"),
    expiresAt: at("2026-02-20"),
    expiryReason: null,
    blocks: [block({ until: at("2026-02-01") })],
  };
  const builds = [...built(OLD, "win"), ...built(NEWER, "mac")];
  for (const change of [
    { state: "paused" },
    { state: "withdrawn" },
    { blocks: [...limited.blocks, block()] },
  ] satisfies ReleaseChange[]) {
    expect(changed(limited, change, builds)).toMatchObject(change);
    expect(asksForBuilds({ before: limited, after: { ...limited, ...change } })).toBe(false);
  }
});
