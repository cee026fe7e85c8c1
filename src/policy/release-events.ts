import { isStoppedFor } from "../catalog/block.ts";
import { buildsForSystem } from "../catalog/build.ts";
import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import { isOut, type Release } from "../catalog/release.ts";
import { buildFor } from "../catalog/updater-needs.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { eligibleAt } from "./eligible.ts";
import type { Asker } from "./gates/gate.ts";
import type { OrganizationState } from "./organization-state.ts";
import type { Schedule } from "./schedule.ts";
import { isExpired } from "./support.ts";

/** What can happen to a release, as far as it says why an organization gets it, or does not. */
export const RELEASE_EVENTS = [
  "published",
  "built",
  "dates_changed",
  "paused",
  "resumed",
  "withdrawn",
  "critical",
  "critical_ended",
  "blocked",
  "block_ended",
  "floor",
  "floor_ended",
  "support_ended",
  "expired",
] as const;
export type ReleaseEventKind = (typeof RELEASE_EVENTS)[number];

/** Something that happened to a release, or will by its date. */
export interface ReleaseEvent {
  readonly kind: ReleaseEventKind;
  readonly at: Instant;
  readonly release: Release;
  /** When it is due under the schedule of the organization, before and after; each null if it never is. */
  readonly dueBefore: Instant | null;
  readonly dueAt: Instant | null;
}

/** What is of interest of a release at an instant. */
interface Facts {
  readonly release: Release;
  readonly isBuilt: boolean;
  readonly isBlocked: boolean;
  /** R28: whether it is a floor in force. */
  readonly isFloor: boolean;
  readonly isEnded: boolean;
  readonly isExpired: boolean;
  /** R4: when it is due under the schedule that governs now. */
  dueUnder(schedule: Schedule): Instant | null;
}

/** Whether each of these happened to a release between two instants; `schedule` is that of the later one. */
const HAPPENED: Readonly<
  Record<ReleaseEventKind, (before: Facts, after: Facts, schedule: Schedule) => boolean>
> = {
  published: (before, after) => is(before, "planned") && is(after, "published"),
  built: (before, after) => !before.isBuilt && after.isBuilt,
  dates_changed: (before, after, schedule) => before.dueUnder(schedule) !== after.dueUnder(schedule),
  paused: (before, after) => !is(before, "paused") && is(after, "paused"),
  resumed: (before, after) => is(before, "paused") && is(after, "published"),
  withdrawn: (before, after) => !is(before, "withdrawn") && is(after, "withdrawn"),
  critical: (before, after) => !before.release.critical && !!after.release.critical,
  critical_ended: (before, after) => !!before.release.critical && !after.release.critical,
  blocked: (before, after) => !before.isBlocked && after.isBlocked,
  block_ended: (before, after) => before.isBlocked && !after.isBlocked,
  floor: (before, after) => !before.isFloor && after.isFloor,
  floor_ended: (before, after) => before.isFloor && !after.isFloor,
  support_ended: (before, after) => !before.isEnded && after.isEnded && !after.isExpired,
  expired: (before, after) => !before.isExpired && after.isExpired,
};

/** What happens to every release, so that it is told only where the release begins to be offered by it. */
const USUAL: ReadonlySet<ReleaseEventKind> = new Set(["published", "built"]);

function is({ release }: Facts, state: Release["state"]): boolean {
  return release.state === state;
}

/** What is known at an instant. */
interface Present {
  readonly at: Instant;
  readonly organization: OrganizationState;
  readonly calendar: Calendar;
}

/** Finds what happened to releases between one instant and the next. */
export class ReleaseEvents {
  readonly #asker: Asker;
  readonly #found: ReleaseEvent[] = [];
  /** What was known at the instant before, by release, or null if that is not known. */
  #facts: ReadonlyMap<string, Facts> | null = null;

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  get count(): number {
    return this.#found.length;
  }

  /** Takes note that nothing is known of the instant, because the organization does not exist. */
  forget(): void {
    this.#facts = null;
  }

  /** Adds what happened up to an instant; `begun` is the release that begins to be offered then, or null if none does. */
  tell(present: Present, begun: Release | null): void {
    const facts = new Map<string, Facts>();
    for (const entry of present.calendar) {
      const { id } = entry.release;
      const after = this.#factsOf(entry, present.at);
      facts.set(id, after);
      if (this.#facts)
        this.#tellRelease(this.#facts.get(id) ?? notEntered(after), after, present, id === begun?.id);
    }
    this.#facts = facts;
  }

  /** The events of releases, without those that are older than all which are offered: of them there is nothing to tell. */
  about(offered: readonly Release[]): readonly ReleaseEvent[] {
    const [first, ...others] = offered.map(({ version }) => version);
    if (first === undefined) return this.#found;
    const oldest = others.reduce((a, b) => (compareVersions(b, a) < 0 ? b : a), first);
    return this.#found.filter(({ release }) => compareVersions(release.version, oldest) >= 0);
  }

  #tellRelease(before: Facts, after: Facts, { at, organization }: Present, isBegun: boolean): void {
    const { schedule } = organization.standing;
    for (const kind of RELEASE_EVENTS) {
      if (USUAL.has(kind) && !isBegun) continue;
      if (!HAPPENED[kind](before, after, schedule)) continue;
      const [dueBefore, dueAt] = [before.dueUnder(schedule), after.dueUnder(schedule)];
      this.#found.push({ kind, at, release: after.release, dueBefore, dueAt });
    }
  }

  #factsOf({ release, builds, expectsBuilds }: CalendarEntry, at: Instant): Facts {
    const { target, os } = this.#asker;
    return {
      release,
      isBuilt: expectsBuilds === true || buildFor(target, buildsForSystem(builds, os)) !== null,
      isBlocked: isStoppedFor(release.blocks, this.#asker, at),
      isFloor: release.floor !== null && isOut(release, at),
      isEnded: release.supportEndsAt !== null && at >= release.supportEndsAt,
      isExpired: isExpired(release, at),
      dueUnder: (schedule) => eligibleAt(release, schedule),
    };
  }
}

/** The facts of a release that was not entered yet, whose dates are those with which it was entered. */
function notEntered({ release, dueUnder }: Facts): Facts {
  return {
    release: { ...release, state: "planned", critical: null },
    isBuilt: false,
    isBlocked: false,
    isFloor: false,
    isEnded: false,
    isExpired: false,
    dueUnder,
  };
}
