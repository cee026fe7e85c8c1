import type { Calendar } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { admissionAt } from "./gates/admission.ts";
import type { Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { isOpenAt, nextOpen, type Opening } from "./gates/opening.ts";
import type { Standing } from "./standing.ts";

/** R17: a release, and when it becomes eligible under a standing if nothing changes. */
export interface UpcomingRelease {
  readonly release: Release;
  readonly eligibleAt: Instant;
  /** Whether a newer release is eligible by then, so that this one will not be offered. */
  readonly superseded: boolean;
}

/** The time of a forecast: from `after`, excluded, to `to`, included, or without end if that is null. */
export interface ForecastSpan {
  readonly after: Instant;
  readonly to: Instant | null;
}

/**
 * R4, R15, R17, R20: the releases that become eligible in a span, the soonest first; those held back are left out.
 * `calendar` is as planned (a planned release goes out on its date).
 */
export function forecast(
  standing: Standing,
  calendar: Calendar,
  { after, to }: ForecastSpan,
  gates: readonly Gate[] = GATES,
): readonly UpcomingRelease[] {
  return upcoming(admissionsAt(calendar, standing, gates), after).filter(
    (one) => to === null || one.eligibleAt <= to,
  );
}

/** The next release that will be offered, or null if none is planned. `calendar` is as planned. */
export function nextRelease(
  standing: Standing,
  calendar: Calendar,
  now: Instant,
  gates: readonly Gate[] = GATES,
): UpcomingRelease | null {
  return soonestOf(upcoming(admissionsAt(calendar, standing, gates), now));
}

/** A release, and when it may run under some standing. */
export interface ReleaseAdmission {
  readonly release: Release;
  readonly admission: Opening;
}

/** When each release may run under a standing, for any installation. */
export function admissionsAt(
  calendar: Calendar,
  standing: Standing,
  gates: readonly Gate[],
): readonly ReleaseAdmission[] {
  return calendar.map((entry) => ({
    release: entry.release,
    admission: admissionAt(entry, standing, gates),
  }));
}

/** The releases that become eligible after an instant, the soonest first. */
export function upcoming(
  admissions: readonly ReleaseAdmission[],
  after: Instant,
): readonly UpcomingRelease[] {
  const coming = admissions.flatMap(({ release, admission }) => {
    const eligibleAt = nextOpen(admission, after);
    return eligibleAt === null
      ? []
      : [{ release, eligibleAt, superseded: isSuperseded(release, eligibleAt, admissions) }];
  });
  return coming.sort(
    (a, b) => a.eligibleAt - b.eligibleAt || compareVersions(b.release.version, a.release.version),
  );
}

/** The first release that will be offered, of releases in the order of {@link upcoming}, or null if there is none. */
function soonestOf(coming: readonly UpcomingRelease[]): UpcomingRelease | null {
  return coming.find(({ superseded }) => !superseded) ?? null;
}

function isSuperseded({ version }: Release, at: Instant, admissions: readonly ReleaseAdmission[]): boolean {
  return admissions.some(
    ({ release, admission }) => compareVersions(release.version, version) > 0 && isOpenAt(admission, at),
  );
}
