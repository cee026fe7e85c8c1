import type { Calendar } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import { formatRunningVersion, isUnreadable, type KnownVersion } from "../catalog/running-version.ts";
import type { Version } from "../catalog/version.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { decide, type GoverningStanding } from "./decide.ts";
import type { Asker } from "./gates/gate.ts";
import type { Prospect } from "./next-offer.ts";
import { countsAs, warnedAt } from "./support.ts";

/** R17, R56: a release that installations get, if they take every update that they are offered and nothing else changes. */
export interface ComingRelease {
  readonly release: Release;
  /** The first instant at which one of them is offered it. */
  readonly at: Instant;
  readonly installations: number;
  /** R28: the steps that some of them run first, at that instant. */
  readonly via: readonly Version[];
}

/** The releases that one installation gets after `now`, the soonest first. */
export function followOffers(
  asker: Asker,
  governed: GoverningStanding,
  prospect: Prospect,
): readonly ComingRelease[] {
  const { now, calendar, planned, gates, dates } = prospect;
  const found: ComingRelease[] = [];
  let { running } = asker;
  takeAll(calendar, now);
  for (const at of dates) {
    const taken = takeAll(planned, at);
    const release = taken.at(-1);
    if (release) found.push({ release, at, installations: 1, via: taken.slice(0, -1).map(versionOf) });
  }
  return found;

  /** Takes what is offered at an instant, one update after the other, until there is nothing more. */
  function takeAll(known: Calendar, at: Instant): readonly Release[] {
    const taken: Release[] = [];
    while (taken.length < known.length) {
      const verdict = decide({ ...asker, running, at }, governed, known, gates);
      if (verdict.action === "stay") break;
      taken.push(verdict.release);
      running = verdict.release.version;
    }
    return taken;
  }
}

function versionOf({ version }: Release): Version {
  return version;
}

/** Adds up what several installations get: each release once, the soonest first. */
export class ComingSum {
  readonly #found = new Map<string, ComingRelease>();

  add(coming: readonly ComingRelease[], installations: number): void {
    for (const { release, at, via } of coming) {
      const known = this.#found.get(release.id);
      this.#found.set(release.id, {
        release,
        at: known && known.at < at ? known.at : at,
        installations: installations + (known?.installations ?? 0),
        via: together(known?.via ?? [], via),
      });
    }
  }

  result(): readonly ComingRelease[] {
    return [...this.#found.values()].sort(
      (a, b) => a.at - b.at || compareVersions(a.release.version, b.release.version),
    );
  }
}

/** The steps of both, the oldest version first. */
function together(some: readonly Version[], others: readonly Version[]): readonly Version[] {
  const missing = others.filter((one) => !some.some((known) => compareVersions(known, one) === 0));
  return [...some, ...missing].sort(compareVersions);
}

/** R29, R30: a version that installations run and that has an end of life. */
export interface RunningExpiry {
  readonly running: KnownVersion;
  readonly warnAt: Instant;
  readonly at: Instant;
  readonly installations: number;
}

/** Adds up the ends of life of what installations run. */
export class ExpirySum {
  readonly #calendar: Calendar;
  readonly #found = new Map<string, RunningExpiry>();

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  add({ running, isManaged }: Asker, installations: number): void {
    if (running === null || isUnreadable(running) || isManaged) return;
    const release = countsAs(running, this.#calendar);
    const warnAt = release && warnedAt(release);
    if (!release?.expiresAt || warnAt === null) return;
    const key = formatRunningVersion(running);
    const counted = installations + (this.#found.get(key)?.installations ?? 0);
    this.#found.set(key, { running, warnAt, at: release.expiresAt, installations: counted });
  }

  /** The soonest first. */
  result(): readonly RunningExpiry[] {
    return [...this.#found.values()].sort((a, b) => a.at - b.at);
  }
}
