import type { Instant } from "../instant.ts";
import { type InstallationStatus, statusOf } from "../policy/behind.ts";
import type { GoverningStanding } from "../policy/decide.ts";
import { AHEAD } from "../policy/foresight.ts";
import { questionOf } from "../policy/installation-moves.ts";
import type { Census, CountedKind } from "./census.ts";
import type { World } from "./world.ts";

/** How many standing classes have their statuses remembered. */
const MOST_REMEMBERED = 10_000;

/** What is known of kinds under one standing class, by their numbers. */
export type Statuses = readonly (InstallationStatus | undefined)[];

/** The status of each kind of installation under each standing class; remembered until the ledger goes on. */
export class KindStatuses {
  readonly #world: World;
  readonly #census: Census;
  readonly #now: Instant;
  /** By standing class and kind. */
  readonly #statuses = new Map<number, InstallationStatus[]>();
  #sequence = 0;

  constructor(world: World, census: Census, now: Instant) {
    this.#world = world;
    this.#census = census;
    this.#now = now;
  }

  /**
   * The statuses under the standing class of an organization, by its number, if those of all its kinds were decided before, or
   * undefined. Nearly all were, so this makes no generator.
   */
  knownIn(organization: number): Statuses | undefined {
    const census = this.#census;
    const statuses = this.#statusesOf(this.#world.organizations.standingClassOf(organization));
    for (let record = census.firstOf(organization); record >= 0; record = census.nextOf(record)) {
      if (statuses[census.kindIn(record)] === undefined) return undefined;
    }
    return statuses;
  }

  /**
   * The same, after it decided those that are missing. Yields after each: outsiders can give one organization thousands of
   * kinds. Of a kind that is first counted there meanwhile the status may be undefined.
   */
  *decideIn(organization: number): Generator<void, Statuses> {
    const standingClass = this.#world.organizations.standingClassOf(organization);
    const statuses = this.#statusesOf(standingClass);
    for (const { kind } of this.#census.countsOf(organization)) {
      if (statuses[kind]) continue;
      statuses[kind] = this.#decide(standingClass, kind);
      yield;
    }
    return statuses;
  }

  /** The status of one kind under a standing class. */
  of(standingClass: number, kind: number): InstallationStatus {
    const statuses = this.#statusesOf(standingClass);
    const status = statuses[kind] ?? this.#decide(standingClass, kind);
    statuses[kind] = status;
    return status;
  }

  kindAt(number: number): CountedKind {
    const kind = this.#census.kinds[number];
    if (!kind) throw new Error(`no kind has the number ${number}`);
    return kind;
  }

  /** R11: what governs a kind in an organization with a standing class. */
  governedOf(standingClass: number, { runsAhead }: CountedKind): GoverningStanding {
    return runsAhead ? AHEAD : this.#world.standingClasses.governedAt(standingClass);
  }

  #statusesOf(standingClass: number): InstallationStatus[] {
    const { sequence } = this.#world;
    if (sequence !== this.#sequence || this.#statuses.size >= MOST_REMEMBERED) this.#statuses.clear();
    this.#sequence = sequence;
    const known = this.#statuses.get(standingClass);
    if (known) return known;
    const statuses: InstallationStatus[] = [];
    this.#statuses.set(standingClass, statuses);
    return statuses;
  }

  #decide(standingClass: number, number: number): InstallationStatus {
    const kind = this.kindAt(number);
    const governed = this.governedOf(standingClass, kind);
    const status = statusOf(questionOf(kind, this.#now), governed, this.#world.calendar);
    return kind.isOther ? withoutStopped(status) : status;
  }
}

/** R31: the status of installations whose version is no release, so that it cannot be one that is stopped. */
function withoutStopped({ isCurrent, behind, conditions }: InstallationStatus): InstallationStatus {
  return { isCurrent, behind, conditions: conditions.filter((condition) => condition !== "runs_blocked") };
}
