import { type CalendarEntry, releaseKnownAt } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { eligibleAt } from "./eligible.ts";
import { formatSchedule, isSameSchedule, isSlower, type Schedule } from "./schedule.ts";

/** R15: a change to a slower cadence: when it was made and the schedule that it brought. */
export interface Hold {
  readonly since: Instant;
  readonly schedule: Schedule;
}

/** Where an organization (or a user) stands: the schedule that governs it and the hold, if one is on. */
export interface Standing {
  readonly schedule: Schedule;
  readonly hold: Hold | null;
}

/** R15: a first schedule, at creation, is no change. */
export function beginStanding(schedule: Schedule): Standing {
  return { schedule, hold: null };
}

/**
 * R14 to R16: what a change of the governing schedule does, whatever its cause. To a slower cadence: a new hold.
 * To a faster one: no hold any more. Only other weeks: the hold stays as it was.
 */
export function changeStanding(standing: Standing, schedule: Schedule, at: Instant): Standing {
  if (isSameSchedule(standing.schedule, schedule)) return standing;
  if (isSlower(standing.schedule, schedule)) return { schedule, hold: { since: at, schedule } };
  if (isSlower(schedule, standing.schedule)) return { schedule, hold: null };
  return { schedule, hold: standing.hold };
}

/**
 * R15: a release is held back when it was already eligible, at the instant of the change, under the schedule that the
 * change brought. Already eligible: by the dates as they were known then, and out by then. What was entered or published
 * later, or dated later at the time, is not held.
 */
export function isHeldBack(entry: CalendarEntry, hold: Hold): boolean {
  const then = releaseKnownAt(entry, hold.since);
  if (!then || then.state === "planned") return false;
  const at = eligibleAt(then, hold.schedule);
  return at !== null && at <= hold.since;
}

/** A standing as text: equal texts for those whose verdicts are equal at every instant. */
export function keyOf({ schedule, hold }: Standing): string {
  const kind = kindKeyOf({ schedule, held: hold?.schedule ?? null });
  return hold ? `${kind}@${hold.since}` : kind;
}

/** A standing but for the instant at which its hold began: there are a few hundred, however many holds exist. */
export interface StandingKind {
  readonly schedule: Schedule;
  /** R15: the schedule that the hold came with, or null if none is on. */
  readonly held: Schedule | null;
}

export function kindKeyOf({ schedule, held }: StandingKind): string {
  return held ? `${formatSchedule(schedule)}/${formatSchedule(held)}` : formatSchedule(schedule);
}
