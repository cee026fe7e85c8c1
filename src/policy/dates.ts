import type { Calendar } from "../catalog/calendar.ts";
import { limitsOf } from "../catalog/calendar-limits.ts";
import { firstDateOf } from "../catalog/release.ts";
import { type Instant, toInstant } from "../instant.ts";
import { gateDatesAt } from "./gates/admission.ts";
import type { Asker, Gate } from "./gates/gate.ts";
import { rungsOf } from "./rungs.ts";
import type { Standing } from "./standing.ts";
import { supportDatesOf } from "./support.ts";

/** R17: the instants at which the verdict for an asker can change by itself, or for any asker if that is null. */
export function datesAt(
  calendar: Calendar,
  standing: Standing,
  asker: Asker | null,
  gates: readonly Gate[],
): ReadonlySet<Instant> {
  const { floors, hasSupportDates, hasExpiries } = limitsOf(calendar);
  const dates = new Set(gateDatesAt(calendar, standing, asker, gates));
  for (const { release } of calendar) {
    if (floors.length > 0) dates.add(toInstant(firstDateOf(release)));
    if (hasSupportDates) for (const at of supportDatesOf(release)) dates.add(at);
  }
  if (!hasExpiries) return dates;
  for (const rung of rungsOf(standing, gates)) {
    for (const at of gateDatesAt(calendar, rung.standing, asker, rung.gates)) dates.add(at);
  }
  return dates;
}
