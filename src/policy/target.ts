import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import { isNewerThan, type KnownVersion } from "../catalog/running-version.ts";
import type { Gate } from "./gates/gate.ts";
import { type Judgement, judge, type Question } from "./judge.ts";
import type { Reason } from "./reason.ts";
import { type Rung, rungsOf, type SetAside } from "./rungs.ts";
import type { Standing } from "./standing.ts";
import { isExpired } from "./support.ts";

/** A release that the gates let through, and why. */
export interface AdmittedRelease {
  readonly entry: CalendarEntry;
  readonly judgement: Extract<Judgement, { admitted: true }>;
}

/** What a target is sought for. */
export interface Sought {
  readonly asked: Question;
  /** What runs, as a release of the calendar, or null if it is not said. */
  readonly running: KnownVersion | null;
  readonly standing: Standing;
  readonly gates: readonly Gate[];
}

/** The newest release that the gates let through. */
export interface Target {
  /** Null if none is let through or, for an installation that must leave what it runs, none that is newer. */
  readonly newest: AdmittedRelease | null;
  /** Why newer releases than that were passed over. */
  readonly passedOver: readonly Reason[];
  /** R30: what was set aside to find it, or null if nothing was. */
  readonly setAside: SetAside | null;
}

/** R5: the newest release of some, the newest version first, that the gates let through. */
export function findTarget(sought: Sought, releases: Calendar): Target {
  const { standing, gates } = sought;
  return findOn({ setAside: null, standing, gates }, sought, releases, () => true);
}

/**
 * R30: the target of an installation that must leave what it runs: on the first rung that has one, the newest release that
 * is newer and not expired itself.
 */
export function findWayOut(sought: Sought, releases: Calendar): Target {
  const { asked, running, standing, gates } = sought;
  const isWayOut = ({ release }: CalendarEntry) =>
    isNewer(release.version, running) && !isExpired(release, asked.at);
  let found: Target = { newest: null, passedOver: [], setAside: null };
  for (const rung of rungsOf(standing, gates)) {
    found = findOn(rung, sought, releases, isWayOut);
    if (found.newest) break;
  }
  return found;
}

function findOn(
  { setAside, standing, gates }: Rung,
  { asked, running }: Sought,
  releases: Calendar,
  isWanted: (entry: CalendarEntry) => boolean,
): Target {
  const passedOver: Reason[] = [];
  for (const entry of releases) {
    const judgement = judge(entry, asked, standing, gates);
    if (judgement.admitted) {
      if (isWanted(entry)) return { newest: { entry, judgement }, passedOver, setAside };
    } else if (judgement.reason && isNewer(entry.release.version, running)) passedOver.push(judgement.reason);
  }
  return { newest: null, passedOver, setAside };
}

/** Whether a release is newer than what runs; any is if that is not said. */
export function isNewer(version: CalendarEntry["release"]["version"], running: KnownVersion | null): boolean {
  return running === null || isNewerThan(version, running);
}
