import type { CalendarEntry } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { admissionAt } from "./gates/admission.ts";
import type { Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { isOpenAt } from "./gates/opening.ts";
import type { Schedule } from "./schedule.ts";
import { beginStanding } from "./standing.ts";

/**
 * R22: whether a release may be run at an instant under one of these schedules, by an installation that a person makes
 * from a downloaded file: a new one is not held back (R15), and one that is asked for by hand waits for no turn (R18).
 */
export function mayRun(
  entry: CalendarEntry,
  schedules: readonly Schedule[],
  at: Instant,
  gates: readonly Gate[] = GATES,
): boolean {
  return schedules.some((schedule) => isOpenAt(admissionAt(entry, beginStanding(schedule), gates), at));
}
