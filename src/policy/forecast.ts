import type { Calendar } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { eligibleAt } from "./eligible.ts";
import { isHeldBack, type Standing } from "./standing.ts";

/** A release on its way: when it becomes eligible under a standing, if nothing changes (R17). */
export interface UpcomingRelease {
  readonly release: Release;
  readonly eligibleAt: Instant;
  /** True: something newer is eligible by then, so this one will not be offered. */
  readonly superseded: boolean;
}

/**
 * R4, R15, R17, R20: the releases that become eligible after `from`, up to and with `to` (null: no end), the soonest
 * first. `calendar` is as planned (a planned release goes out on its date). What is held back is not on its way.
 */
export function forecast(
  standing: Standing,
  calendar: Calendar,
  from: Instant,
  to: Instant | null,
): readonly UpcomingRelease[] {
  const due = calendar.flatMap((entry) => {
    const { release } = entry;
    if (release.state !== "published") return [];
    const at = dueAt(release, standing);
    const held =
      release.critical?.scope !== "all" && standing.hold !== null && isHeldBack(entry, standing.hold);
    return at === null || held ? [] : [{ release, eligibleAt: at }];
  });
  return due
    .filter((one) => one.eligibleAt > from && (to === null || one.eligibleAt <= to))
    .map((one) => ({ ...one, superseded: due.some((other) => isAhead(other, one)) }))
    .sort((a, b) => a.eligibleAt - b.eligibleAt || compareVersions(b.release.version, a.release.version));
}

/** The next release that will be offered, and when; null: none is in sight. */
export function nextRelease(standing: Standing, calendar: Calendar, now: Instant): UpcomingRelease | null {
  return forecast(standing, calendar, now, null).find((coming) => !coming.superseded) ?? null;
}

/** R20: critical for all: at its own date, whatever the schedule. */
function dueAt(release: Release, standing: Standing): Instant | null {
  return release.critical?.scope === "all" ? release.automaticAt : eligibleAt(release, standing.schedule);
}

type DueRelease = Pick<UpcomingRelease, "release" | "eligibleAt">;

function isAhead(other: DueRelease, one: DueRelease): boolean {
  return (
    other.eligibleAt <= one.eligibleAt && compareVersions(other.release.version, one.release.version) > 0
  );
}
