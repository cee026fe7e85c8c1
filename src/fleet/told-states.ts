import type { Calendar } from "../catalog/calendar.ts";
import { countSystem } from "../catalog/counted-system.ts";
import { formatOsVersion, readOsVersion } from "../catalog/os-version.ts";
import { formatShortest } from "../catalog/version.ts";
import type { ToldState } from "../store/tables/check-in-batch.ts";
import type { RawCheckIn } from "./raw-check-in.ts";
import { TARGETS } from "./targets.ts";
import { ToldVersions } from "./told-versions.ts";

/** How many different states are remembered; clients can make them up. */
const MOST_REMEMBERED = 10_000;

/**
 * Finds how what a check-in tells is stored by the present calendar, and gives check-ins that tell alike the same object: there
 * are far fewer of these than installations.
 */
export class ToldStates {
  readonly #calendarNow: () => Calendar;
  readonly #versions: ToldVersions;
  #calendar: Calendar | null = null;
  readonly #known = new Map<string, ToldState>();

  constructor(calendarNow: () => Calendar) {
    this.#calendarNow = calendarNow;
    this.#versions = new ToldVersions(calendarNow);
  }

  /** What a check-in tells, or null if its target is none. */
  read(noted: RawCheckIn): ToldState | null {
    const calendar = this.#calendarNow();
    if (calendar !== this.#calendar || this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#calendar = calendar;
    const key = keyOf(noted);
    const known = this.#known.get(key);
    if (known) return known;
    const found = this.#find(noted, calendar);
    if (found) this.#known.set(key, found);
    return found;
  }

  #find(
    { target, running, updater, managed, enrolmentKey, offered, os: said }: RawCheckIn,
    calendar: Calendar,
  ): ToldState | null {
    const { platform, arch } = TARGETS[target] ?? {};
    if (!platform || !arch) return null;
    const os = readOsVersion(said);
    return {
      platform,
      arch,
      updater,
      ...this.#versions.read(running, platform),
      osVersion: os && formatOsVersion(os),
      osClass: countSystem(os, platform, calendar),
      managed,
      enrolmentKey,
      offered: offered && formatShortest(offered),
    };
  }
}

/** A text that differs for whatever is told otherwise, also where texts have blanks in them. */
function keyOf({ target, updater, managed, enrolmentKey, offered, os, running }: RawCheckIn): string {
  const version = offered === null ? "" : offered.parts.join(".");
  return `${target} ${updater} ${managed} ${enrolmentKey} ${version} ${os?.length} ${os} ${running === null ? "" : `=${running}`}`;
}
