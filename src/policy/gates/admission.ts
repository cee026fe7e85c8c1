import type { Calendar, CalendarEntry } from "../../catalog/calendar.ts";
import type { Instant } from "../../instant.ts";
import type { Standing } from "../standing.ts";
import { candidateFor, candidateForAll, candidatesAt } from "./candidate.ts";
import type { Asker, Candidate, Gate } from "./gate.ts";
import { ALWAYS, both, endsOf, isOpenAt, NEVER, type Opening, openSince } from "./opening.ts";

/** R20: whether the candidate bypasses a gate because the release is critical for it. */
export function isPassed(gate: Gate, candidate: Candidate): boolean {
  return candidate.critical !== null && gate.isPassedByCritical;
}

/** When a release may run: when all gates are open that it does not bypass. */
export function admissionOf(candidate: Candidate, gates: readonly Gate[]): Opening {
  let admission = ALWAYS;
  for (const gate of gates) {
    if (isPassed(gate, candidate)) continue;
    admission = both(admission, gate.opening(candidate));
    if (admission === NEVER) break;
  }
  return admission;
}

/** When a release may run under a standing, for any installation. */
export function admissionAt(entry: CalendarEntry, standing: Standing, gates: readonly Gate[]): Opening {
  return admissionOf(candidateForAll(entry, standing), gates);
}

/** The instants at which a gate opens or shuts for an asker, or for any asker if that is null, or its words change. */
export function gateDatesAt(
  calendar: Calendar,
  standing: Standing,
  asker: Asker | null,
  gates: readonly Gate[],
): ReadonlySet<Instant> {
  const dates = new Set<Instant>();
  for (const entry of calendar) {
    const candidates = asker ? [candidateFor(entry, standing, asker)] : candidatesAt(entry, standing);
    for (const candidate of candidates) addDates(dates, candidate, gates);
  }
  return dates;
}

function addDates(dates: Set<Instant>, candidate: Candidate, gates: readonly Gate[]): void {
  for (const gate of gates) {
    if (isPassed(gate, candidate)) continue;
    for (const at of endsOf(gate.opening(candidate))) dates.add(at);
    if (gate.openingForAll) for (const at of endsOf(gate.openingForAll(candidate))) dates.add(at);
    if (gate.dates) for (const at of gate.dates(candidate)) dates.add(at);
  }
}

/**
 * R18: since when a release has been rolled out to the installations of a standing, or null if at this instant all of
 * them get the same answer about it.
 */
export function spreadsSince(
  entry: CalendarEntry,
  standing: Standing,
  at: Instant,
  gates: readonly Gate[],
): Instant | null {
  const candidate = candidateForAll(entry, standing);
  let reached = ALWAYS;
  for (const gate of gates) {
    if (isPassed(gate, candidate)) continue;
    reached = both(reached, gate.opening(candidate));
    if (!isOpenAt(reached, at)) return null;
    if (gate.openingForAll && !isOpenAt(gate.openingForAll(candidate), at)) return openSince(reached, at);
  }
  return null;
}
