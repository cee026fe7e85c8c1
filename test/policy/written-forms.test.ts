import fc from "fast-check";
import semver from "semver";
import { describe, expect, test } from "vitest";
import { compareVersions, formatSemver, formatVersion, parseVersion } from "../../src/catalog/version.ts";
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

  test("The semver form sorts for semver as the numbers do", () => {
    const either = fc.oneof(fc.tuple(versions, versions), fc.tuple(anyVersions, anyVersions));
    fc.assert(
      fc.property(either, ([a, b]) => {
        expect(semver.compare(formatSemver(a), formatSemver(b))).toBe(Math.sign(compareVersions(a, b)));
      }),
      { numRuns: 2000 },
    );
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
