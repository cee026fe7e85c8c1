import { asRelease } from "../catalog/app-version.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { countVersion, formatCounted } from "../catalog/counted-version.ts";
import type { Platform } from "../catalog/platform.ts";
import {
  formatKnownVersion,
  isUnreadable,
  type KnownVersion,
  parseRunningVersion,
} from "../catalog/running-version.ts";
import { formatShortest } from "../catalog/version.ts";

/** A version that an installation told, as it is stored. */
export interface ToldVersion {
  /** What it is counted as, or null if it told none. */
  readonly version: string | null;
  /** The version that it told, if that is counted as an other version; else null. */
  readonly told: string | null;
}

const NONE: ToldVersion = { version: null, told: null };

/** How many texts are remembered; clients can make versions up. */
const MOST_REMEMBERED = 10_000;

/** Finds what told versions are counted as by the present calendar; remembers texts that were found before. */
export class ToldVersions {
  readonly #calendarNow: () => Calendar;
  #calendar: Calendar | null = null;
  readonly #known = new Map<string, ToldVersion>();

  constructor(calendarNow: () => Calendar) {
    this.#calendarNow = calendarNow;
  }

  /**
   * R27: reads the text of a version that an app of a platform says; one that cannot be read counts as not told. What an app
   * calls itself counts as its release.
   */
  read(text: string | null, platform: Platform): ToldVersion {
    if (text === null) return NONE;
    const calendar = this.#calendarNow();
    if (calendar !== this.#calendar || this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#calendar = calendar;
    const key = `${platform} ${text}`;
    const known = this.#known.get(key);
    if (known) return known;
    const found = find(text, platform, calendar);
    this.#known.set(key, found);
    return found;
  }
}

function find(text: string, platform: Platform, calendar: Calendar): ToldVersion {
  const running = asRelease(parseRunningVersion(text), { platform }, calendar);
  if (isUnreadable(running)) return NONE;
  const counted = countVersion(running, calendar);
  return { version: formatCounted(counted), told: counted.isOther ? inOneForm(running) : null };
}

/** The shortest form of numbers, or the text of a version with a label. */
function inOneForm(running: KnownVersion): string {
  return "label" in running ? formatKnownVersion(running) : formatShortest(running);
}
