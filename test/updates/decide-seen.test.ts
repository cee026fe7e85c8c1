import { expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import { type CalendarEntry, toCalendar } from "../../src/catalog/calendar.ts";
import { readOsVersion } from "../../src/catalog/os-version.ts";
import type { Release } from "../../src/catalog/release.ts";
import { targetOf } from "../../src/catalog/updater-needs.ts";
import { addDays } from "../../src/instant.ts";
import { GOVERNED_BY_VENDOR } from "../../src/policy/organization-state.ts";
import { decideSeen } from "../../src/updates/decide-seen.ts";
import { aBuild, aRelease, at, version } from "../support/records.ts";

const NOW = at("2026-03-01");

/** A published release whose builds say these versions of themselves, the newest build first. */
function released(
  written: string,
  builds: readonly Partial<Build>[],
  change: Partial<Release> = {},
): CalendarEntry {
  const release = aRelease(written, { state: "published", ...change });
  const made = builds.map((one, age) => aBuild(release.id, { addedAt: addDays(NOW, -30 - age), ...one }));
  return { release, history: [{ knownAt: addDays(NOW, -60), release }], builds: made };
}

function ask(calendar: readonly CalendarEntry[], running: string, os: string | null = null) {
  const asked = {
    at: NOW,
    target: targetOf("electron", "win", "x64"),
    running: version(running),
    installation: null,
    installedAt: null,
    manual: false,
    os: readOsVersion(os),
    isManaged: false,
  };
  return decideSeen(asked, GOVERNED_BY_VENDOR, toCalendar(calendar));
}

/** For systems of today, and for those before them. */
const NEW = { minimumOsVersion: readOsVersion("11") };
const OLD = { maximumOsVersion: readOsVersion("10.99") };

test("What an updater takes for newer is judged by the build for its system (R5, R32)", () => {
  const calendar = [
    released("46.1", [{ appVersion: "3.0.0" }]),
    released("46.2", [
      { ...NEW, appVersion: "2.0.0" },
      { ...OLD, appVersion: "3.1.0" },
    ]),
    released("46.3", [{ appVersion: "2.9.0" }]),
  ];
  expect(ask(calendar, "3.0.0", "10")).toMatchObject({ action: "update", build: { appVersion: "3.1.0" } });
  expect(ask(calendar, "3.0.0", "11")).toMatchObject({ action: "stay" });
});

test("No build that an updater takes for older is offered because that for another system is newer (R5, R32)", () => {
  const calendar = [
    released("46.1", [{ appVersion: "3.0.0" }]),
    released("46.2", [
      { ...NEW, appVersion: "3.1.0" },
      { ...OLD, appVersion: "2.0.0" },
    ]),
    released("46.3", [{ appVersion: "2.9.0" }]),
  ];
  expect(ask(calendar, "3.0.0", "10")).toMatchObject({ action: "stay" });
  expect(ask(calendar, "3.0.0", "11")).toMatchObject({ action: "update", build: { appVersion: "3.1.0" } });
});

test("A release that an updater takes for older still says until when what runs may be run (R29)", () => {
  const expiresAt = addDays(NOW, -1);
  const calendar = [
    released("46.1", [{ appVersion: "2.0.0" }], { expiresAt }),
    released("46.2", [{ appVersion: "46.2.0" }]),
    released("46.3", [{ appVersion: "2.9.0" }]),
  ];
  const verdict = ask(calendar, "45.9");
  expect(verdict).toMatchObject({ action: "update", support: { state: "expired", expiresAt } });
  expect(verdict.action === "update" && verdict.release.version).toEqual(version("46.2"));
});
