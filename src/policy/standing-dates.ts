import type { Calendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { datesAt } from "./dates.ts";
import type { Gate } from "./gates/gate.ts";
import { formatSchedule } from "./schedule.ts";
import { isHeldBack, type Standing } from "./standing.ts";

/** The dates of so many standings are remembered for one calendar; made-up holds can make any number of them. */
const MOST_STANDINGS = 2_000;

type DatesByKey = Map<string, readonly Instant[]>;

/** Calendars and lists of gates are never changed, so what follows from them is remembered as long as they are. */
const remembered = new WeakMap<Calendar, WeakMap<readonly Gate[], DatesByKey>>();

/**
 * R17: the instants at which a verdict for any asker under a standing can change by itself, the soonest first. Standings whose
 * schedule is the same and whose holds keep the same releases back (R15) have the same: they are worked out once.
 */
export function datesOfStanding(
  calendar: Calendar,
  standing: Standing,
  gates: readonly Gate[],
): readonly Instant[] {
  const byKey = rememberedFor(calendar, gates);
  const key = effectKeyOf(calendar, standing);
  const known = byKey.get(key);
  if (known) return known;
  if (byKey.size >= MOST_STANDINGS) byKey.clear();
  const dates = [...datesAt(calendar, standing, null, gates)].sort((one, other) => one - other);
  byKey.set(key, dates);
  return dates;
}

function rememberedFor(calendar: Calendar, gates: readonly Gate[]): DatesByKey {
  const byGates = remembered.get(calendar) ?? new WeakMap<readonly Gate[], DatesByKey>();
  remembered.set(calendar, byGates);
  const byKey: DatesByKey = byGates.get(gates) ?? new Map();
  byGates.set(gates, byKey);
  return byKey;
}

/** A schedule and the releases that a hold keeps back (R15): equal texts mean equal verdicts for those that run alike. */
export function effectKeyOf(calendar: Calendar, { schedule, hold }: Standing): string {
  const held = hold ? calendar.filter((entry) => isHeldBack(entry, hold)) : [];
  return [formatSchedule(schedule), ...held.map(({ release }) => release.id)].join();
}

/** How many of some dates, the soonest first, are not after an instant. */
export function countUpTo(dates: readonly Instant[], now: Instant): number {
  let [low, high] = [0, dates.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((dates[middle] as Instant) <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}
