import type { Instant } from "../instant.ts";
import { type InstallationStatus, statusOf } from "../policy/behind.ts";
import type { GoverningStanding } from "../policy/decide.ts";
import { AHEAD } from "../policy/foresight.ts";
import { questionOf } from "../policy/installation-moves.ts";
import type { Census, CountedKind } from "./census.ts";
import type { World } from "./world.ts";

/** How many standing classes have their statuses remembered. */
const MOST_REMEMBERED = 10_000;

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

  /** The status of a kind under a standing class if it was decided before. Nearly all are, so this makes no generator. */
  known(standingClass: number, kind: number): InstallationStatus | undefined {
    return this.#statusesOf(standingClass)[kind];
  }

  /**
   * The status of a kind, by its number. Yields after each verdict that was not decided before: outsiders can give one
   * organization thousands of kinds.
   */
  *of(standingClass: number, kind: number): Generator<void, InstallationStatus> {
    const statuses = this.#statusesOf(standingClass);
    const known = statuses[kind];
    if (known) return known;
    const status = this.#decide(standingClass, kind);
    statuses[kind] = status;
    yield;
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
