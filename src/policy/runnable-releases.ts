import type { Calendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { admissionAt } from "./gates/admission.ts";
import type { Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { isOpenAt } from "./gates/opening.ts";
import { type Rung, rungsOf } from "./rungs.ts";
import type { Schedule } from "./schedule.ts";
import { beginStanding } from "./standing.ts";
import { isExpired } from "./support.ts";

/**
 * R22: the releases that may be run at an instant under some of these schedules, by an installation that a person makes
 * from a downloaded file: a new one is not held back (R15), and one that is asked for by hand waits for no turn (R18).
 * R30: none that is expired; if all are, those to which an installation of the schedule leaves.
 */
export function runnableReleases(
  calendar: Calendar,
  schedules: readonly Schedule[],
  at: Instant,
  gates: readonly Gate[] = GATES,
): Calendar {
  const runnable = new Set(
    schedules.flatMap((schedule) => runnableOn(rungsOf(beginStanding(schedule), gates), calendar, at)),
  );
  return calendar.filter((entry) => runnable.has(entry));
}

/** The releases of the first rung that has some which are not expired; none if the first rung of all has no release. */
function runnableOn(rungs: readonly Rung[], calendar: Calendar, at: Instant): Calendar {
  for (const { standing, gates } of rungs) {
    const admitted = calendar.filter((entry) => isOpenAt(admissionAt(entry, standing, gates), at));
    const lasting = admitted.filter(({ release }) => !isExpired(release, at));
    if (lasting.length > 0 || admitted.length === 0) return lasting;
  }
  return [];
}
