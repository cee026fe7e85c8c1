import { type CalendarEntry, releaseKnownAt } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { eligibleAt } from "./eligible.ts";
import { formatSchedule, isSameSchedule, isSlower, type Schedule } from "./schedule.ts";

/** R15: the hold after a change to a slower cadence: when it was made, and the new schedule. */
export interface Hold {
  readonly since: Instant;
  readonly schedule: Schedule;
}

/** The schedule that governs an organization or a user, and its hold, or null if it has none. */
export interface Standing {
  readonly schedule: Schedule;
  readonly hold: Hold | null;
}

/** R15: the standing at creation. The first schedule is no change, so there is no hold. */
export function beginStanding(schedule: Schedule): Standing {
  return { schedule, hold: null };
}

/**
 * R14 to R16: the standing after a change of the governing schedule, whatever its cause. A slower cadence begins a new
 * hold, a faster one ends the hold, and another number of weeks leaves it as it was.
 */
export function changeStanding(standing: Standing, schedule: Schedule, at: Instant): Standing {
  if (isSameSchedule(standing.schedule, schedule)) return standing;
  if (isSlower(standing.schedule, schedule)) return { schedule, hold: { since: at, schedule } };
  if (isSlower(schedule, standing.schedule)) return { schedule, hold: null };
  return { schedule, hold: standing.hold };
}

/**
 * R15: whether a hold keeps a release back: if it was out and, by the dates known then, eligible under the new schedule
 * at the instant of the change. A release that was entered or published later, or had a later date then, is not held
 * back.
 */
export function isHeldBack(entry: CalendarEntry, hold: Hold): boolean {
  const then = releaseKnownAt(entry, hold.since);
  if (!then || then.state === "planned") return false;
  const at = eligibleAt(then, hold.schedule);
  return at !== null && at <= hold.since;
}

/** A standing as text: equal texts mean equal verdicts at every instant. */
export function keyOf({ schedule, hold }: Standing): string {
  const kind = kindKeyOf({ schedule, held: hold?.schedule ?? null });
  return hold ? `${kind}@${hold.since}` : kind;
}

/** A standing without its hold's start. There are a few hundred of these, however many holds exist. */
export interface StandingKind {
  readonly schedule: Schedule;
  /** R15: the schedule of the hold, or null if there is no hold. */
  readonly held: Schedule | null;
}

export function kindKeyOf({ schedule, held }: StandingKind): string {
  return held ? `${formatSchedule(schedule)}/${formatSchedule(held)}` : formatSchedule(schedule);
}
