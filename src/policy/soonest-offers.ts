import type { Release } from "../catalog/release.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import type { ComingOffer } from "./next-offer.ts";

/** How many installations get a release at an instant, and how many of them at exactly that instant. */
interface Receivers {
  readonly release: Release;
  certain: number;
  /** R18: those whom a rollout gives it from that instant on, each at its own turn. */
  spread: number;
}

/** R56: of the next offers of a group, those that come first. */
export class SoonestOffers {
  #at: Instant | null = null;
  /** By the id of the release. */
  readonly #receivers = new Map<string, Receivers>();

  /** Adds the next offer of installations that are alike; `isSame` is false if each gets it at its own turn (R18). */
  add({ release, at }: ComingOffer, installations: number, isSame: boolean): void {
    if (this.#at !== null && at > this.#at) return;
    if (this.#at === null || at < this.#at) this.#receivers.clear();
    this.#at = at;
    const known = this.#receivers.get(release.id) ?? { release, certain: 0, spread: 0 };
    if (isSame) known.certain += installations;
    else known.spread += installations;
    this.#receivers.set(release.id, known);
  }

  /**
   * The offer that most installations get at the first instant, or null without any. Those that get it at exactly that
   * instant count before those whose turn in a rollout may come later; where two are equal, the newer version is named.
   */
  most(): ComingOffer | null {
    if (this.#at === null) return null;
    const [first] = [...this.#receivers.values()].sort(
      (one, other) =>
        other.certain - one.certain ||
        other.spread - one.spread ||
        compareVersions(other.release.version, one.release.version),
    );
    return first ? { release: first.release, at: this.#at } : null;
  }

  /**
   * Whether somebody is certainly offered the release at the first instant, or nobody is offered anything; false if all who
   * get something from then on wait for their turns in a rollout.
   */
  get isExact(): boolean {
    const all = [...this.#receivers.values()];
    return all.length === 0 || all.some(({ certain }) => certain > 0);
  }
}
