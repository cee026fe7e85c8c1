import type { Release } from "../catalog/release.ts";
import { compareSemver, isNewerThan, isUnreadable, type KnownVersion } from "../catalog/running-version.ts";
import { compareVersions, type Version } from "../catalog/version.ts";
import type { Asker } from "./gates/gate.ts";
import type { ComingOffer, OwnForesight } from "./next-offer.ts";
import { SoonestOffers } from "./soonest-offers.ts";

/** R56: what installations that are alike are offered now, and next. */
export interface AlikeForesight {
  /** The release that they are offered now, or null if they are to stay. */
  readonly offered: Release | null;
  /** R30: whether something other than Sluice decides what they run; they are counted apart. */
  readonly isManaged: boolean;
  /** Whether they run what they should, or newer; false if what they run is not known, or decided elsewhere. */
  readonly isCurrent: boolean;
  /** Whether they run what is newer than every release that their schedule has reached. */
  readonly runsNewer: boolean;
  /** The next offer that any of them gets, or null if none is in sight. */
  readonly next: ComingOffer | null;
  /** R18: whether all of them get it at that instant; false where a rollout gives each its own turn. */
  readonly isSame: boolean;
}

/** The foresight of an installation, or of those like it. `reached` is the newest version of its schedule, or null. */
export function toAlike(
  { verdict, next }: OwnForesight,
  { running, isManaged }: Asker,
  reached: Version | null,
): AlikeForesight {
  const known = running === null || isUnreadable(running) || isManaged ? null : running;
  const stays = verdict.action === "stay";
  return {
    offered: stays ? null : verdict.release,
    isManaged,
    isCurrent: stays && known !== null,
    runsNewer: stays && known !== null && reached !== null && isOlder(reached, known),
    next,
    isSame: true,
  };
}

function isOlder(reached: Version, running: KnownVersion): boolean {
  return !isNewerThan(reached, running) && compareSemver(reached, running) !== 0;
}

/** Whom a foresight is of: those who are counted or, where nobody is, an installation that is new. */
export const FORESIGHT_BASES = ["counted", "new_installation"] as const;
export type ForesightBasis = (typeof FORESIGHT_BASES)[number];

/** R56: what comes next for a group. */
export interface GroupNext extends ComingOffer {
  readonly basis: ForesightBasis;
  /**
   * Whether somebody is offered the release at exactly that instant; false if the instant is the earliest there can be, because
   * each installation has its own turn in a rollout (R18) or its user a hold (R15) and they are not looked at one by one.
   */
  readonly isExact: boolean;
}

/** R56: what the installations of a group are offered now, and which of them gets something next. */
export interface GroupForesight {
  readonly basis: ForesightBasis;
  /** How many are counted, without those that are managed elsewhere. */
  readonly total: number;
  /** R30: how many something other than Sluice manages. */
  readonly managed: number;
  /** How many run what they should, or newer. */
  readonly current: number;
  /** What is offered now, and to how many; the newest first. */
  readonly offered: readonly { readonly release: Release; readonly installations: number }[];
  /** How many run a version that is newer than every release that their schedule has reached, and which; null if none. */
  readonly newer: NewerInstallations | null;
  /** The offer that most of them get at the first instant at which any gets one, or null if none is in sight. */
  readonly next: GroupNext | null;
}

interface NewerInstallations {
  readonly installations: number;
  /** The oldest and the newest version of them, as far as it is known exactly; null if it is of none. */
  readonly oldest: KnownVersion | null;
  readonly newest: KnownVersion | null;
}

/** Adds up the foresight of a group. */
export class GroupSum {
  #total = 0;
  #managed = 0;
  #current = 0;
  readonly #offered = new Map<Release, number>();
  #newer: NewerInstallations | null = null;
  readonly #soonest = new SoonestOffers();

  /** Adds installations that are alike; `running` is what they run, or null if that is not known exactly. */
  add(alike: AlikeForesight, installations: number, running: KnownVersion | null): void {
    const { offered, isManaged, isCurrent, runsNewer, next, isSame } = alike;
    if (isManaged) {
      this.#managed += installations;
      return;
    }
    this.#total += installations;
    if (isCurrent) this.#current += installations;
    if (offered) this.#offered.set(offered, (this.#offered.get(offered) ?? 0) + installations);
    if (runsNewer) this.#newer = addNewer(this.#newer, { installations, oldest: running, newest: running });
    if (next) this.#soonest.add(next, installations, isSame);
  }

  /** The sum; `fresh` is what a new installation gets, which counts where nobody is counted. */
  result(fresh: () => ComingOffer | null): GroupForesight {
    const isNobody = this.#total === 0 && this.#managed === 0;
    const basis = isNobody ? "new_installation" : "counted";
    const next = isNobody ? fresh() : this.#soonest.most();
    const offered = [...this.#offered].map(([release, installations]) => ({ release, installations }));
    return {
      basis,
      total: this.#total,
      managed: this.#managed,
      current: this.#current,
      offered: offered.sort((a, b) => compareVersions(b.release.version, a.release.version)),
      newer: this.#newer,
      next: next && { release: next.release, at: next.at, basis, isExact: this.#soonest.isExact },
    };
  }
}

/** How many of both run newer, with the oldest and the newest version of both. */
export function addNewer(
  one: NewerInstallations | null,
  other: NewerInstallations | null,
): NewerInstallations | null {
  if (!one || !other) return one ?? other;
  return {
    installations: one.installations + other.installations,
    oldest: pick(one.oldest, other.oldest, -1),
    newest: pick(one.newest, other.newest, 1),
  };
}

/** The newer of two versions if `order` is 1, the older if it is -1; the other one if one is null. */
function pick(one: KnownVersion | null, other: KnownVersion | null, order: 1 | -1): KnownVersion | null {
  if (!one || !other) return one ?? other;
  return compareSemver(one, other) * order < 0 ? other : one;
}
