import fc from "fast-check";
import { expect, test } from "vitest";
import { toCalendar } from "../../src/catalog/calendar.ts";
import { countVersion, formatCounted, readCounted } from "../../src/catalog/counted-version.ts";
import { isUnreadable, parseRunningVersion } from "../../src/catalog/running-version.ts";
import { compareVersions, isSameLine, type Version } from "../../src/catalog/version.ts";
import { aRelease, version } from "../support/records.ts";

const calendarOf = (...versions: string[]) =>
  toCalendar(
    versions.map((text) => {
      const release = aRelease(text);
      return { release, history: [{ knownAt: release.automaticAt, release }], builds: [] };
    }),
  );

const CALENDAR = calendarOf("45.1", "45.3.0.7", "46.0");
const counted = (text: string, calendar = CALENDAR) => formatCounted(countVersion(version(text), calendar));

test.each([
  ["45.1", "45.1"],
  ["45.1.0.0", "45.1"],
  ["45.3.0-7", "45.3.0.7"],
  ["46.0.0", "46.0"],
])("A version of the calendar is counted by name, however it is written: %s", (told, as) => {
  expect(counted(told)).toBe(as);
});

test.each([
  ["45.0.9", ">0.0"],
  ["45.1.0.1", ">45.1"],
  ["45.3", ">45.3"],
  ["45.2.7", ">45.2"],
  ["45.9", ">45.4"],
  ["45.3.0.8", ">45.3.0.7"],
  ["99.9.9.9", ">46.1"],
])("Any other version is counted by one of its line, or of a line that no release has: %s", (told, as) => {
  expect(counted(told)).toBe(as);
});

test.each([
  ["46.0.0-rc.1", ">45.4"],
  ["46.0.1-rc.1", ">46.0"],
  ["45.0.0-beta", ">0.0"],
  ["v46.1.0+build.5", ">46.1"],
])("A version with a label, or with more around it, is an other version (R27): %s", (told, as) => {
  const running = parseRunningVersion(told);
  if (isUnreadable(running)) throw new Error(`${told} cannot be read`);
  expect(formatCounted(countVersion(running, CALENDAR))).toBe(as);
});

test("Without a calendar all versions are counted together", () => {
  expect(counted("45.1", calendarOf())).toBe(">0.0");
});

test("A version is counted by name once the calendar has it", () => {
  expect(counted("45.2")).toBe(">45.2");
  expect(counted("45.2", calendarOf("45.1", "45.2", "45.3.0.7"))).toBe("45.2");
});

const parts = fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 4 });

test("No release lies between a version and what it is counted as, and both are of the same lines, so every verdict stays the same", () => {
  const written = parts.map((numbers) => numbers.join("."));
  fc.assert(
    fc.property(fc.uniqueArray(written, { maxLength: 12 }), written, (versions, told) => {
      const releases = calendarOf(...versions);
      const found = countVersion(version(told), releases);
      const isNewer = (a: Version) => (b: Version) => Math.sign(compareVersions(b, a));
      for (const { release } of releases) {
        const seen = isNewer(found.version)(release.version);
        const real = isNewer(version(told))(release.version);
        expect(seen > 0).toBe(real > 0);
        expect(isSameLine(found.version, release.version)).toBe(isSameLine(version(told), release.version));
      }
      expect(found.isOther).toBe(
        !releases.some(({ release }) => compareVersions(release.version, version(told)) === 0),
      );
      const read = readCounted(formatCounted(found));
      expect(read?.isOther).toBe(found.isOther);
      expect(compareVersions(read?.version ?? { parts: [9, 9] }, found.version)).toBe(0);
    }),
  );
});
