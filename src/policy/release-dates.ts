import { type Calendar, type CalendarEntry, withRelease } from "../catalog/calendar.ts";
import { compareVersions } from "../catalog/version.ts";
import { EARLIEST, type Instant } from "../instant.ts";
import { firstAsNewest } from "./arrival.ts";
import { admissionAt } from "./gates/admission.ts";
import type { Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { firstOpen } from "./gates/opening.ts";
import { formatSchedule, type Schedule } from "./schedule.ts";
import type { StandingCount } from "./standing-count.ts";

/** When a schedule in use gets a release, and how many organizations are on it. */
export interface ReleaseDate {
  readonly schedule: Schedule;
  readonly at: Instant;
  readonly organizations: number;
  /** R15: how many more organizations are on this schedule but held back from the release. */
  readonly held: number;
}

/** A release in its calendar, which is as planned at `now`, with the newest version first. */
export interface DatedEntry {
  readonly entry: CalendarEntry;
  readonly planned: Calendar;
  readonly now: Instant;
}

/**
 * R3 to R5, R15, R19, R20: when each schedule in use gets a release, the soonest first: when it is the newest that may run.
 * Schedules that never get it are left out; for a withdrawn release there are none. Nobody gets a release that is paused, or
 * still planned after its date; its dates are those that it has if it is published at `now`, and none is earlier.
 */
export function datesOf(
  { entry, planned, now }: DatedEntry,
  counts: readonly StandingCount[],
  gates: readonly Gate[] = GATES,
): readonly ReleaseDate[] {
  const { state, version } = entry.release;
  if (state === "withdrawn") return [];
  const isOut = state === "published";
  const own = isOut ? entry : withRelease(entry, { ...entry.release, state: "published" }, now);
  const newer = planned.filter(({ release }) => compareVersions(release.version, version) > 0);
  const withoutHolds = gates.filter((gate) => !gate.holdsBack);
  const dates = new Map<string, ReleaseDate>();
  for (const { standing, organizations } of counts) {
    const { schedule } = standing;
    const opening = admissionAt(own, standing, withoutHolds);
    const others = newer.map((one) => admissionAt(one, standing, gates));
    const at = firstAsNewest(opening, others, isOut ? EARLIEST : now);
    if (at === null || organizations === 0) continue;
    const isHeld = firstOpen(admissionAt(own, standing, gates)) === null;
    const key = `${formatSchedule(schedule)}@${at}`;
    const known = dates.get(key) ?? { schedule, at, organizations: 0, held: 0 };
    const field = isHeld ? "held" : "organizations";
    dates.set(key, { ...known, [field]: known[field] + organizations });
  }
  return [...dates.values()].sort((a, b) => a.at - b.at || b.organizations - a.organizations);
}
