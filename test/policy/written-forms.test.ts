import fc from "fast-check";
import semver from "semver";
import { describe, expect, test } from "vitest";
import {
  compareSemver,
  formatKnownVersion,
  formatRunningVersion,
  formatSemver,
  isNewerThan,
  isUnreadable,
  type KnownVersion,
  parseRunningVersion,
} from "../../src/catalog/running-version.ts";
import { compareVersions, formatVersion, parseVersion, type Version } from "../../src/catalog/version.ts";
import { formatInstant, parseInstant, toInstant } from "../../src/instant.ts";
import { deferralOf, formatSchedule, parseSchedule, toSchedule } from "../../src/policy/schedule.ts";
import { ok } from "../../src/result.ts";
import { anyVersions, schedules, versions } from "./arbitraries.ts";

describe("Versions", () => {
  test("A version that is written is read back as it was", () => {
    fc.assert(
      fc.property(anyVersions, (version) => {
        expect(parseVersion(formatVersion(version))).toEqual(ok(version));
      }),
    );
  });

  test("A version in its semver form is read back as the same number", () => {
    fc.assert(
      fc.property(anyVersions, (version) => {
        const read = parseVersion(formatSemver(version));
        expect(read.ok && compareVersions(read.value, version)).toBe(0);
      }),
    );
  });

  test("The semver form sorts for semver as the numbers do, for a vendor that keeps to three numbers or to four", () => {
    const either = fc.oneof(fc.tuple(versions, versions), fc.tuple(anyVersions, anyVersions));
    fc.assert(
      fc.property(either, fc.boolean(), ([one, other], hasFourth) => {
        const [a, b] = [ofLength(one, hasFourth ? 4 : 3), ofLength(other, hasFourth ? 4 : 3)];
        expect(semver.compare(formatSemver(a), formatSemver(b))).toBe(Math.sign(compareVersions(a, b)));
      }),
      { numRuns: 2000 },
    );
  });

  test("The semver form sorts for semver as the numbers do, however they are written, where the first three differ", () => {
    fc.assert(
      fc.property(versions, versions, (a, b) => {
        fc.pre(compareVersions(ofLength(a, 3), ofLength(b, 3)) !== 0);
        expect(semver.compare(formatSemver(a), formatSemver(b))).toBe(Math.sign(compareVersions(a, b)));
      }),
    );
  });

  test.each([
    ["45.4", "45.4.0"],
    ["45.4.1", "45.4.1"],
    ["45.4.1.0", "45.4.1-0"],
    ["45.4.1.32313", "45.4.1-32313"],
  ])("The semver form of %s is %s", (text, form) => {
    const version = parseVersion(text);
    expect(version.ok && formatSemver(version.value)).toBe(form);
  });

  test("Comparing is an order: the same both ways round, and it does not go in circles", () => {
    fc.assert(
      fc.property(versions, versions, versions, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each(["", "45", "45.", "45.1.2.3.4", "v45.1", "45.1-2", "45.1.2-rc1", "45.1.2.3-4", "45.-1", " 45.1"])(
    "%j is not a version",
    (text) => {
      expect(parseVersion(text)).toMatchObject({ ok: false, error: { code: "version_malformed" } });
    },
  );
});

/** A version with as many numbers as said, zeros where there were none. */
function ofLength({ parts }: Version, length: number): Version {
  return { parts: Array.from({ length }, (_, index) => parts[index] ?? 0) };
}

const identifiers = fc.oneof(
  fc.constantFrom("alpha", "beta", "rc", "a-b", "-", "0a", "10x"),
  fc.oneof(fc.nat(12), fc.maxSafeNat()).map(String),
);
const labels = fc
  .array(identifiers, { minLength: 1, maxLength: 3 })
  .map((all) => all.join("."))
  .filter((label) => !/^\d+$/.test(label));
const labelled = fc
  .tuple(versions, labels)
  .map(([version, label]): KnownVersion => ({ core: ofLength(version, 3), label }));
const knownVersions: fc.Arbitrary<KnownVersion> = fc.oneof(versions, labelled);

describe("What an installation says it runs (R27)", () => {
  test("What is known and is written is read back as it was", () => {
    fc.assert(
      fc.property(knownVersions, (version) => {
        expect(parseRunningVersion(formatKnownVersion(version))).toEqual(version);
      }),
    );
  });

  test("Versions are in the order of semver, with labels and without", () => {
    fc.assert(
      fc.property(knownVersions, knownVersions, (a, b) => {
        expect(Math.sign(compareSemver(a, b))).toBe(semver.compare(formatSemver(a), formatSemver(b)));
      }),
      { numRuns: 5000 },
    );
  });

  test("A release is newer than a version with a label where semver says so, and than numbers where the numbers say so", () => {
    fc.assert(
      fc.property(versions, knownVersions, (release, running) => {
        const isNewer =
          "label" in running
            ? semver.gt(formatSemver(release), formatSemver(running))
            : compareVersions(release, running) > 0;
        expect(isNewerThan(release, running)).toBe(isNewer);
      }),
      { numRuns: 2000 },
    );
  });

  test("Whatever semver can read can be read, and no label that semver cannot read is taken for one", () => {
    const texts = fc.string({ unit: fc.constantFrom(..."0123.-+av "), maxLength: 14 });
    fc.assert(
      fc.property(fc.oneof(texts, fc.string()), (text) => {
        const running = parseRunningVersion(text);
        if (semver.valid(text) === text) expect(isUnreadable(running)).toBe(false);
        if ("label" in running) expect(semver.valid(formatKnownVersion(running))).not.toBeNull();
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ["v3.0.0", "3.0.0"],
    ["V45.4.1.32313", "45.4.1.32313"],
    ["3.0.0+55", "3.0.0"],
    ["3.0.0 55", "3.0.0"],
    ["45.4.1-32313+build.7", "45.4.1.32313"],
    ["3.0.0-beta.1", "3.0.0-beta.1"],
    ["v3.0.0-rc.2.7+linux.x64", "3.0.0-rc.2.7"],
    ["3.0.0-1.2", "3.0.0-1.2"],
    ["3.0.0-beta-1", "3.0.0-beta-1"],
  ])("%j is read as %s", (text, read) => {
    const running = parseRunningVersion(text);
    expect([isUnreadable(running), formatRunningVersion(running)]).toEqual([false, read]);
  });

  test.each([
    "",
    "45",
    "v",
    "vv45.1",
    "banana",
    "45.4-beta",
    "45.4.1.32313-beta",
    "3.0.0-",
    "3.0.0-beta..1",
    "3.0.0-beta.01",
    "3.0.0+",
    "3.0.0-béta",
    "45.1, 45.2",
    "45.1\n",
    "9007199254740993.0.0",
    "\0",
    "\ud800",
    `3.0.0-${"a".repeat(200)}`,
  ])("%j cannot be read, and is kept as it was said", (text) => {
    expect(parseRunningVersion(text)).toEqual({ unreadable: text.slice(0, 200) });
  });
});

describe("Schedules (R1)", () => {
  test("A schedule that is written is read back as it was", () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        expect(parseSchedule(formatSchedule(schedule))).toEqual(ok(schedule));
      }),
    );
  });

  test("Whatever is read as a schedule is within the limits", () => {
    const cadences = fc.oneof(fc.constantFrom("automatic", "latest", "slow"), fc.string());
    const weeks = fc.option(fc.oneof(fc.integer({ min: -3, max: 15 }), fc.double()), { nil: undefined });
    fc.assert(
      fc.property(cadences, weeks, (cadence, deferralWeeks) => {
        const read = toSchedule(cadence, deferralWeeks);
        const most = cadence === "slow" ? 12 : 4;
        const isWhole = Number.isInteger(deferralWeeks) && Number(deferralWeeks) >= 0;
        const isAllowed =
          cadence === "automatic"
            ? deferralWeeks === undefined
            : ["latest", "slow"].includes(cadence) && isWhole && Number(deferralWeeks) <= most;
        expect(read.ok).toBe(isAllowed);
        if (read.ok) expect(deferralOf(read.value)).toBe(deferralWeeks ?? 0);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["latest:", "latest:1:2", "slow: 1", "slow:+1", "latest:1e0", "automatic:", "Latest:1"])(
    "%j is not a schedule",
    (text) => {
      expect(parseSchedule(text).ok).toBe(false);
    },
  );
});

describe("Instants", () => {
  test("An instant that is written is read back as it was", () => {
    const years1To9999 = fc.integer({ min: Date.parse("0001-01-01T00:00:00Z"), max: Date.UTC(9999, 11, 31) });
    fc.assert(
      fc.property(years1To9999, (milliseconds) => {
        const at = toInstant(milliseconds);
        expect(parseInstant(formatInstant(at))).toEqual(ok(at));
      }),
    );
  });

  test("A zone is read, and a date alone is midnight UTC", () => {
    expect(parseInstant("2026-10-06T02:00:00+02:00")).toEqual(parseInstant("2026-10-06"));
  });

  test.each([
    "2026-02-30",
    "2026-13-01",
    "2026-10-06T00:00:00",
    "2026-10-06T25:00Z",
    "06/10/2026",
    "",
    "0000-01-01",
  ])("%j is not a moment", (text) => {
    expect(parseInstant(text)).toMatchObject({ ok: false, error: { code: "instant_malformed" } });
  });
});
