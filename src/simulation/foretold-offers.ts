import type { Calendar } from "../catalog/calendar.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import { DueDates, type Dues, type DuesByRung } from "./foretold-dues.ts";
import { type FirstOffer, firstOfferAt, toFirstOffer } from "./foretold-first.ts";
import { type ForetoldRelease, foretellRelease, PLACES, placeOf } from "./foretold-release.ts";
import type { RolloutTurns } from "./rollout-turns.ts";
import { isManagedComputer } from "./systems.ts";
import type { VersionRanks } from "./version-ranks.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** An installation that asks: its number, the rank of the version that it runs, its target, what it says of its computer. */
export interface Asked {
  readonly installation: number;
  readonly running: number;
  readonly target: number;
  readonly computer: number;
}

/** What an installation is to be offered, and why it is not simply the newest release that is eligible. */
export interface Offer {
  /** The rank of the version. */
  readonly rank: number;
  /** R28: whether it is a step on the way to a newer release. */
  readonly isStep: boolean;
  /** R30: whether it is offered because what runs is past its end of life, and on which rung; 0 for as it stands. */
  readonly rung: 0 | 1 | 2 | 3 | null;
  /** R31, R32: what keeps a newer release that is eligible from this computer, or null if nothing does. */
  readonly around: "block" | "system" | null;
}

const RUNGS = [0, 1, 2, 3] as const;

/** A release that is found for an installation, and on which rung. */
interface Found {
  readonly release: ForetoldRelease;
  readonly rung: Offer["rung"];
}

/** The dates of a standing, and what follows from them for installations that are alike. */
interface ForetoldStanding {
  readonly dues: DuesByRung;
  /** By running version and {@link placeOf}. */
  readonly first: Map<number, FirstOffer>;
}

/** What installations are to be offered by one plan, from the text of the rules alone. */
export class ForetoldOffers {
  readonly #ranks: VersionRanks;
  readonly #dueDates: DueDates;
  /** The newest version first. */
  readonly #releases: readonly ForetoldRelease[];
  /** The oldest version first. */
  readonly #floors: readonly ForetoldRelease[];
  /** By rank: the end of life; Infinity for a version that has none. */
  readonly #expiresAt: Float64Array;
  readonly #standings = new Map<StandingClass, ForetoldStanding>();
  /** The same by their dates: most standings differ from others in the start of a hold alone. */
  readonly #byDues = new Map<string, ForetoldStanding>();

  /** `planned` is the calendar as planned. */
  constructor(planned: Calendar, ranks: VersionRanks, turns: RolloutTurns) {
    this.#ranks = ranks;
    const sorted = [...planned].sort(
      (a, b) => ranks.rankOf(b.release.version) - ranks.rankOf(a.release.version),
    );
    this.#dueDates = new DueDates(sorted);
    this.#releases = sorted.map((entry) => foretellRelease(entry, ranks, turns));
    this.#floors = this.#releases.filter(({ isFloor }) => isFloor).reverse();
    this.#expiresAt = new Float64Array(ranks.size).fill(NEVER);
    for (const { rank, expiresAt } of this.#releases) this.#expiresAt[rank] = expiresAt;
  }

  /** How many forecasts of standings were made. */
  get made(): number {
    return this.#dueDates.made;
  }

  /** Makes the forecast for a standing class. */
  add(standingClass: StandingClass): void {
    if (this.#standings.has(standingClass)) return;
    const dues = this.#dueDates.of(standingClass.standing);
    const key = dues.join(";");
    const foretold = this.#byDues.get(key) ?? { dues, first: new Map() };
    this.#byDues.set(key, foretold);
    this.#standings.set(standingClass, foretold);
  }

  /** The first instant at which some newer release is eligible, if only to leave what runs; Infinity if none ever is. */
  noneBefore(standingClass: StandingClass, asked: Asked): number {
    if (isManagedComputer(asked.computer)) return NEVER;
    return firstOfferAt(this.#firstOffer(this.#standingAt(standingClass), asked), asked.installation);
  }

  /** What an installation is to be offered at an instant, or null if it is to stay. */
  offerAt(standingClass: StandingClass, asked: Asked, at: number): Offer | null {
    if (isManagedComputer(asked.computer)) return null;
    const { dues } = this.#standingAt(standingClass);
    for (let below = NEVER; ; ) {
      const target = this.#target(dues, asked, at, below);
      if (!target) return null;
      const { rank } = target.release;
      const floor = this.#floors.find((one) => one.rank > asked.running && one.rank <= rank);
      const step = floor ? this.#step(floor.rank, rank, asked, at) : target.release;
      if (step) {
        const around = this.#around(dues, asked, at, rank);
        return { rank: step.rank, isStep: step.rank !== rank, rung: target.rung, around };
      }
      below = floor?.rank ?? below;
    }
  }

  #standingAt(standingClass: StandingClass): ForetoldStanding {
    const foretold = this.#standings.get(standingClass);
    if (!foretold) throw new Error(`there is no forecast for standing class ${standingClass.number}`);
    return foretold;
  }

  #firstOffer({ dues, first }: ForetoldStanding, { running, target, computer }: Asked): FirstOffer {
    const place = placeOf(target, computer);
    const key = running * PLACES + place;
    const known = first.get(key);
    if (known) return known;
    const newer = this.#releases.flatMap((release, index) => {
      if (release.rank <= running) return [];
      const isCritical = this.#isCriticalFor(release, running);
      return [
        {
          release,
          isCritical,
          fitsFrom: release.fitsFrom[place] as number,
          dues: dues.map((one) => one[index] as number),
        },
      ];
    });
    const found = toFirstOffer(newer, this.#expiresAt[running] as number);
    first.set(key, found);
    return found;
  }

  /** R5, R30: the newest eligible release below a rank; for a version that is past its end of life, on the first rung. */
  #target(dues: DuesByRung, asked: Asked, at: number, below: number): Found | null {
    if ((this.#expiresAt[asked.running] as number) > at) {
      const release = this.#newest(asked, at, (one, index) => {
        return one.rank < below && this.#entersAt(one, dues[0][index] as number, asked) <= at;
      });
      return release && { release, rung: null };
    }
    for (const rung of RUNGS) {
      const release = this.#newest(asked, at, (one, index) => {
        return one.rank < below && one.expiresAt > at && this.#dueOn(rung, dues[rung], index, asked) <= at;
      });
      if (release) return { release, rung };
    }
    return null;
  }

  /** The newest release of some that is for the computer and newer than what it runs. */
  #newest(
    { running, target, computer }: Asked,
    at: number,
    isWanted: (release: ForetoldRelease, index: number) => boolean,
  ): ForetoldRelease | null {
    const place = placeOf(target, computer);
    for (let index = 0; index < this.#releases.length; index++) {
      const release = this.#releases[index] as ForetoldRelease;
      if (release.rank <= running) return null;
      if ((release.fitsFrom[place] as number) <= at && isWanted(release, index)) return release;
    }
    return null;
  }

  /** R18, R20, R33: when an installation gets a release that is due from an instant on. */
  #entersAt(release: ForetoldRelease, dueAt: number, asked: Asked): number {
    if (this.#isCriticalFor(release, asked.running)) return release.criticalAt;
    return release.clock?.entersAt(dueAt, asked.installation) ?? dueAt;
  }

  /** R30: the same on a rung; from the second on there is no rollout. */
  #dueOn(rung: 0 | 1 | 2 | 3, dues: Dues, index: number, asked: Asked): number {
    const release = this.#releases[index] as ForetoldRelease;
    const dueAt = dues[index] as number;
    if (rung === 0 || this.#isCriticalFor(release, asked.running))
      return this.#entersAt(release, dueAt, asked);
    return dueAt;
  }

  /** R20: a critical release is for installations of its own line, or for all. */
  #isCriticalFor({ critical, rank }: ForetoldRelease, running: number): boolean {
    return critical === "all" || (critical === "line" && this.#ranks.isOneLine(running, rank));
  }

  /** R28: the newest release of a floor's line from the floor to the target that is out and for the computer. */
  #step(floor: number, target: number, asked: Asked, at: number): ForetoldRelease | null {
    return this.#newest(asked, at, ({ rank, outAt }) => {
      return rank >= floor && rank <= target && outAt <= at && this.#ranks.isOneLine(rank, floor);
    });
  }

  /** What keeps a newer release than the one of a rank from this computer, or null if none would be due. */
  #around(dues: DuesByRung, asked: Asked, at: number, rank: number): Offer["around"] {
    const place = placeOf(asked.target, asked.computer);
    for (let index = 0; index < this.#releases.length; index++) {
      const release = this.#releases[index] as ForetoldRelease;
      if (release.rank <= rank) return null;
      const isKept = (release.fitsFrom[place] as number) > at && release.outAt <= at;
      if (!isKept || this.#entersAt(release, dues[0][index] as number, asked) > at) continue;
      if (release.isBuilt[place] === 1) return "block";
      if (release.lacksSystem[place] === 1) return "system";
    }
    return null;
  }
}
