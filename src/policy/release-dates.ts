import type { CalendarEntry } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { admissionOf } from "./gates/admission.ts";
import { candidateForAll } from "./gates/candidate.ts";
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

/**
 * R3, R4, R15, R20: when each schedule in use gets a release, the soonest first; a planned or paused release counts as
 * published. Schedules that never get it are left out; for a withdrawn release (R19) there are none.
 */
export function datesOf(
  entry: CalendarEntry,
  counts: readonly StandingCount[],
  gates: readonly Gate[] = GATES,
): readonly ReleaseDate[] {
  const { release } = entry;
  if (release.state === "withdrawn") return [];
  const published: CalendarEntry = { ...entry, release: { ...release, state: "published" } };
  const withoutHolds = gates.filter((gate) => !gate.holdsBack);
  const dates = new Map<string, ReleaseDate>();
  for (const { standing, organizations } of counts) {
    const { schedule } = standing;
    const candidate = candidateForAll(published, standing);
    const at = firstOpen(admissionOf(candidate, withoutHolds));
    if (at === null || organizations === 0) continue;
    const isHeld = firstOpen(admissionOf(candidate, gates)) === null;
    const key = formatSchedule(schedule);
    const known = dates.get(key) ?? { schedule, at, organizations: 0, held: 0 };
    const field = isHeld ? "held" : "organizations";
    dates.set(key, { ...known, [field]: known[field] + organizations });
  }
  return [...dates.values()].sort((a, b) => a.at - b.at || b.organizations - a.organizations);
}
