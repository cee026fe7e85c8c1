import type { Instant } from "../instant.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { Standing } from "../policy/standing.ts";
import type { Foretelling } from "./foretell.ts";
import type { Ranks } from "./order-by-rank.ts";

interface ForetellingNow extends Foretelling {
  readonly now: Instant;
}

/** How many standing classes have their instants remembered. */
const MOST_REMEMBERED = 10_000;

/**
 * R56: when something comes for each organization, by counts alone: the instant in milliseconds, in a rollout the earliest; 0 if a
 * rollout may reach somebody at any moment, or Infinity if nothing is in sight. Remembers it by standing class and kind until
 * the ledger goes on.
 */
export class NextInstants implements Ranks {
  readonly #foretelling: ForetellingNow;
  readonly #remembered = new Map<number, Remembered>();
  #sequence = -1;

  constructor(foretelling: ForetellingNow) {
    this.#foretelling = foretelling;
  }

  /** The instant of an organization, by its number in the directory, if all its kinds were foretold before, or undefined. */
  known(organization: number): number | undefined {
    const { world, census } = this.#foretelling;
    const { kinds, fresh } = this.#rememberedOf(world.organizations.standingClassOf(organization));
    const first = census.firstOf(organization);
    if (first < 0) return fresh;
    let at = Number.POSITIVE_INFINITY;
    for (let record = first; record >= 0; record = census.nextOf(record)) {
      const own = kinds[census.kindIn(record)];
      if (own === undefined) return undefined;
      if (own < at) at = own;
    }
    return at;
  }

  /** The same, after it foretold those that are missing. Yields after each: outsiders can give one organization thousands. */
  *of(organization: number): Generator<void, number> {
    const { world, census, foresight, now } = this.#foretelling;
    const remembered = this.#rememberedOf(world.organizations.standingClassOf(organization));
    let at = Number.POSITIVE_INFINITY;
    const counts = census.countsOf(organization);
    for (const { kind } of counts) {
      const known = remembered.kinds[kind];
      const own = known ?? this.#ofKind(census.kinds[kind], remembered.standing);
      remembered.kinds[kind] = own;
      at = Math.min(at, own);
      if (known === undefined) yield;
    }
    if (counts.length > 0) return at;
    remembered.fresh ??= foresight.ofNew(remembered.standing, now)?.at ?? Number.POSITIVE_INFINITY;
    return remembered.fresh;
  }

  #ofKind(kind: InstallationKind | undefined, standing: Standing): number {
    const { foresight, now } = this.#foretelling;
    const at = kind && foresight.ofKind(kind, standing, now).next?.at;
    if (at === undefined) return Number.POSITIVE_INFINITY;
    return at > now ? at : 0;
  }

  #rememberedOf(standingClass: number): Remembered {
    const { world } = this.#foretelling;
    if (world.sequence !== this.#sequence || this.#remembered.size >= MOST_REMEMBERED)
      this.#remembered.clear();
    this.#sequence = world.sequence;
    const known = this.#remembered.get(standingClass);
    if (known) return known;
    const { standing } = world.standingClasses.governedAt(standingClass);
    const begun: Remembered = { standing, kinds: [], fresh: undefined };
    this.#remembered.set(standingClass, begun);
    return begun;
  }
}

/** The instants of one standing class. */
interface Remembered {
  readonly standing: Standing;
  /** By the number of the kind. */
  readonly kinds: number[];
  /** Where nobody is counted; undefined until it is asked. */
  fresh: number | undefined;
}
