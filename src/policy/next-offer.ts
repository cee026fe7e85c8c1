import type { Calendar } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import type { Instant } from "../instant.ts";
import { decide, type GoverningStanding } from "./decide.ts";
import type { Asker, Gate } from "./gates/gate.ts";
import { offeredBy, type Verdict } from "./verdict.ts";

/** R56: an update that an installation will be offered, and the first instant at which it is. */
export interface ComingOffer {
  readonly release: Release;
  readonly at: Instant;
}

/** What is known at an instant, and expected after it. */
export interface Prospect {
  readonly now: Instant;
  /** The calendar of the present, the newest version first. */
  readonly calendar: Calendar;
  /** The same as planned, for every instant after `now`. */
  readonly planned: Calendar;
  readonly gates: readonly Gate[];
  /** The instants after `now` at which a verdict for the asker can change by itself, the soonest first. */
  readonly dates: readonly Instant[];
}

/** R56: what an installation is told now, and its next offer, or null if none is in sight. */
export interface OwnForesight {
  readonly verdict: Verdict;
  readonly next: ComingOffer | null;
}

/**
 * R56: the first instant after `now` at which an installation is offered an update that it is not offered now, if it goes on
 * running what it runs. Steps (R28), ends of life (R30), blocks (R31), systems (R32) and rollouts (R18, R33) are as in its
 * verdicts.
 */
export function foreseeOffer(asker: Asker, governed: GoverningStanding, prospect: Prospect): OwnForesight {
  const { now, calendar, planned, gates, dates } = prospect;
  const verdict = decide({ ...asker, at: now }, governed, calendar, gates);
  const present = offeredBy(verdict);
  for (const at of dates) {
    const then = decide({ ...asker, at }, governed, planned, gates);
    if (then.action === "update" && then.release.id !== present) {
      return { verdict, next: { release: then.release, at } };
    }
  }
  return { verdict, next: null };
}
