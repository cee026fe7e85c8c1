import { formatSchedule, type Schedule } from "../policy/schedule.ts";
import type { CountedFleet } from "./matching.ts";
import { type CountedPart, numbersOf } from "./standing-counts.ts";

/** How many organizations a schedule governs, and installations of theirs; R30: without those managed by something else. */
export interface ScheduleCount {
  readonly schedule: Schedule;
  readonly organizations: number;
  readonly installations: number;
}

/** How many organizations are looked at between two yields. */
const AT_ONCE = 64;

/** The organizations of a part by their schedules, by the short written form, in one pass. Yields often. */
export function* countBySchedule(
  { world, census }: Pick<CountedFleet, "world" | "census">,
  part: CountedPart,
): Generator<void, ReadonlyMap<string, ScheduleCount>> {
  const counts = new Map<string, ScheduleCount>();
  let seen = 0;
  for (const number of numbersOf(world, part)) {
    if (++seen % AT_ONCE === 0) yield;
    const { organizations, standingClasses } = world;
    const { schedule } = standingClasses.governedAt(organizations.standingClassOf(number)).standing;
    const key = formatSchedule(schedule);
    const known = counts.get(key);
    let installations = known?.installations ?? 0;
    census.visit(number, (kind, count) => {
      if (!census.kinds.at(kind)?.isManaged) installations += count;
    });
    counts.set(key, { schedule, organizations: (known?.organizations ?? 0) + 1, installations });
  }
  return counts;
}
