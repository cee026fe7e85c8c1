import type { Instant } from "../instant.ts";
import { type BehindCode, type Condition, type InstallationStatus, statusOf } from "../policy/behind.ts";
import { AHEAD } from "../policy/foresight.ts";
import { questionOf } from "../policy/installation-moves.ts";
import type { Census, CountedKind } from "./census.ts";
import { type CountedPart, numbersOf } from "./standing-counts.ts";
import type { World } from "./world.ts";

/**
 * What the installations of some organizations run. R30: those that something other than Sluice manages are counted apart:
 * as the condition `managed`, and in no other number.
 */
export interface Adoption {
  /** How many there are of each kind, in no order. */
  readonly kinds: readonly { readonly kind: CountedKind; readonly installations: number }[];
  readonly total: number;
  /** Installations that run what their verdict says they should, or newer. */
  readonly current: number;
  readonly behind: ReadonlyMap<BehindCode, number>;
  readonly conditions: ReadonlyMap<Condition, number>;
}

/** How many organizations are counted between two yields. */
const AT_ONCE = 32;

/** How many standing classes have their statuses remembered. */
const MOST_REMEMBERED = 10_000;

/**
 * Counts the installations of a part in one pass over its organizations. Each verdict is decided once per standing
 * class and kind of installation, so a million organizations need a few thousand verdicts. Yields often; an
 * organization that changes meanwhile is counted as it was or as it is.
 */
export function* countAdoption(
  world: World,
  census: Census,
  part: CountedPart,
  now: Instant,
): Generator<void, Adoption> {
  const counts = new AdoptionCounts(world, census, now);
  let counted = 0;
  for (const number of numbersOf(world, part)) {
    yield* counts.add(number);
    if (++counted % AT_ONCE === 0) yield;
  }
  return counts.result();
}

class AdoptionCounts {
  readonly #world: World;
  readonly #census: Census;
  readonly #now: Instant;
  readonly #byKind: number[] = [];
  readonly #behind = new Map<BehindCode, number>();
  readonly #conditions = new Map<Condition, number>();
  #total = 0;
  #current = 0;
  /** By standing class and kind; good until the ledger goes on. */
  readonly #statuses = new Map<number, InstallationStatus[]>();
  #sequence = 0;

  constructor(world: World, census: Census, now: Instant) {
    this.#world = world;
    this.#census = census;
    this.#now = now;
  }

  /**
   * Adds the installations of an organization, by its number in the directory. Yields after each verdict that was not
   * decided before: outsiders can give one organization thousands of kinds.
   */
  *add(organization: number): Generator<void, void> {
    const standingClass = this.#world.organizations.standingClassOf(organization);
    for (const { kind, installations } of this.#census.countsOf(organization)) {
      if (this.#kindAt(kind).isManaged) {
        addTo(this.#conditions, "managed", installations);
        continue;
      }
      const statuses = this.#statusesOf(standingClass);
      const known = statuses[kind];
      const status = known ?? this.#statusOf(standingClass, kind);
      statuses[kind] = status;
      this.#addStatus(status, kind, installations);
      if (!known) yield;
    }
  }

  #addStatus({ isCurrent, behind, conditions }: InstallationStatus, kind: number, count: number): void {
    this.#total += count;
    if (isCurrent) this.#current += count;
    if (behind) addTo(this.#behind, behind, count);
    for (const condition of conditions) addTo(this.#conditions, condition, count);
    this.#byKind[kind] = (this.#byKind[kind] ?? 0) + count;
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

  #statusOf(standingClass: number, number: number): InstallationStatus {
    const kind = this.#kindAt(number);
    const { calendar, standingClasses } = this.#world;
    const governed = kind.runsAhead ? AHEAD : standingClasses.governedAt(standingClass);
    const status = statusOf(questionOf(kind, this.#now), governed, calendar);
    return kind.isOther ? withoutStopped(status) : status;
  }

  #kindAt(number: number): CountedKind {
    const kind = this.#census.kinds[number];
    if (!kind) throw new Error(`no kind has the number ${number}`);
    return kind;
  }

  result(): Adoption {
    const kinds = this.#byKind.flatMap((installations, number) =>
      installations === 0 ? [] : [{ kind: this.#kindAt(number), installations }],
    );
    const [behind, conditions] = [this.#behind, this.#conditions];
    return { kinds, total: this.#total, current: this.#current, behind, conditions };
  }
}

/** R31: the status of installations whose version is no release, so that it cannot be one that is stopped. */
function withoutStopped({ isCurrent, behind, conditions }: InstallationStatus): InstallationStatus {
  return { isCurrent, behind, conditions: conditions.filter((condition) => condition !== "runs_blocked") };
}

function addTo<Code>(counts: Map<Code, number>, code: Code, count: number): void {
  counts.set(code, (counts.get(code) ?? 0) + count);
}
