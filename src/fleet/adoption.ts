import type { Instant } from "../instant.ts";
import type { BehindCode, Condition, InstallationStatus } from "../policy/behind.ts";
import type { Census, CountedKind } from "./census.ts";
import { KindStatuses, type Statuses } from "./kind-statuses.ts";
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
    counts.add(number, counts.statuses.knownIn(number) ?? (yield* counts.statuses.decideIn(number)));
    if (++counted % AT_ONCE === 0) yield;
  }
  return counts.result();
}

class AdoptionCounts {
  readonly statuses: KindStatuses;
  readonly #census: Census;
  readonly #byKind: number[] = [];
  readonly #behind = new Map<BehindCode, number>();
  readonly #conditions = new Map<Condition, number>();
  #total = 0;
  #current = 0;

  constructor(world: World, census: Census, now: Instant) {
    this.#census = census;
    this.statuses = new KindStatuses(world, census, now);
  }

  /** Adds the installations of an organization, by its number in the directory, with the statuses of its kinds. */
  add(organization: number, statuses: Statuses): void {
    const census = this.#census;
    for (let record = census.firstOf(organization); record >= 0; record = census.nextOf(record)) {
      const [kind, installations] = [census.kindIn(record), census.countIn(record)];
      const status = statuses[kind];
      if (this.statuses.kindAt(kind).isManaged) addTo(this.#conditions, "managed", installations);
      else if (status) this.#addStatus(status, kind, installations);
    }
  }

  #addStatus({ isCurrent, behind, conditions }: InstallationStatus, kind: number, count: number): void {
    this.#total += count;
    if (isCurrent) this.#current += count;
    if (behind) addTo(this.#behind, behind, count);
    for (const condition of conditions) addTo(this.#conditions, condition, count);
    this.#byKind[kind] = (this.#byKind[kind] ?? 0) + count;
  }

  result(): Adoption {
    const kinds = this.#byKind.flatMap((installations, number) =>
      installations === 0 ? [] : [{ kind: this.statuses.kindAt(number), installations }],
    );
    const [behind, conditions] = [this.#behind, this.#conditions];
    return { kinds, total: this.#total, current: this.#current, behind, conditions };
  }
}

function addTo<Code>(counts: Map<Code, number>, code: Code, count: number): void {
  counts.set(code, (counts.get(code) ?? 0) + count);
}
