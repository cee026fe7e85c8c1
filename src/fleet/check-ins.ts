import type { Updater } from "../catalog/updaters.ts";
import type { Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";

/** A check-in as it arrived. It is parsed only when it is written, so that a check has next to nothing to do. */
export interface RawCheckIn {
  readonly organizationId: string;
  readonly installation: string;
  readonly user: string | null;
  /** The target's index in `TARGETS`. */
  readonly target: number;
  /** The protocol of the feed that was asked, or null if the check was. */
  readonly updater: Updater | null;
  /** The version as text, or null if the check did not name one. */
  readonly running: string | null;
  /** R32: the version of the operating system as text, or null if it was not said. */
  readonly os: string | null;
  /** R30: whether something other than Sluice decides what the installation runs. */
  readonly managed: boolean;
  /** The version that was offered, or null if it was told to stay. */
  readonly offered: Version | null;
  readonly at: Instant;
  /** Since when the installation waits to be written: `at`, or earlier if it asked again meanwhile. */
  waitsSince: Instant;
}

/** How many installations can wait to be written; each takes a few hundred bytes. */
const MOST_WAITING = 100_000;

/** What becomes of a check-in; the fields of `CheckIns` with these names count them. */
export const CHECK_IN_FATES = ["written", "dropped", "unknown", "unfit", "surplus"] as const;

/**
 * The check-ins that are not written yet: the last one of each installation, in the order in which they began to wait.
 *
 * The queue is bounded, also for each organization: one may have as many waiting as there is room left, so that it
 * takes half of the queue if it is alone and never the last room of the others. What has no room is dropped and
 * counted.
 */
export class CheckIns {
  readonly #waiting = new Map<string, RawCheckIn>();
  /** How many wait, by organization. */
  readonly #counts = new Map<string, number>();
  readonly #most: number;
  /** How many were written. */
  written = 0;
  /** How many were not kept, because too many waited. */
  dropped = 0;
  /** How many were not kept, because they came from unknown organizations. */
  unknown = 0;
  /** How many were not written, because the database refuses their data. */
  unfit = 0;
  /** How many were not written, because their organization had too many new installations. */
  surplus = 0;

  constructor(most = MOST_WAITING) {
    this.#most = most;
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Since when the installation waits that waits longest, or null if none waits. */
  get oldestSince(): Instant | null {
    for (const { waitsSince } of this.#waiting.values()) return waitsSince;
    return null;
  }

  /** Adds a check-in of a known organization. */
  note(noted: RawCheckIn): void {
    const { organizationId } = noted;
    const waiting = this.#waiting;
    const key = keyOf(noted);
    const before = waiting.get(key);
    if (before !== undefined) {
      noted.waitsSince = before.waitsSince;
      waiting.set(key, noted);
      return;
    }
    const count = this.#counts.get(organizationId) ?? 0;
    if (count > 0 && count >= this.#most - waiting.size) {
      this.dropped++;
      return;
    }
    waiting.set(key, noted);
    this.#counts.set(organizationId, count + 1);
    if (waiting.size > this.#most) this.#dropOldest();
  }

  #dropOldest(): void {
    for (const noted of this.#waiting.values()) {
      this.#remove(noted);
      this.dropped++;
      return;
    }
  }

  #remove(noted: RawCheckIn): void {
    const { organizationId } = noted;
    this.#waiting.delete(keyOf(noted));
    const left = (this.#counts.get(organizationId) ?? 0) - 1;
    if (left > 0) this.#counts.set(organizationId, left);
    else this.#counts.delete(organizationId);
  }

  /** The `max` check-ins that wait longest. They stay until {@link takeOff}. */
  oldest(max: number): readonly RawCheckIn[] {
    const found: RawCheckIn[] = [];
    for (const noted of this.#waiting.values()) {
      if (found.push(noted) >= max) break;
    }
    return found;
  }

  /** Removes check-ins whose fate is known. A newer check-in of the same installation goes on waiting. */
  takeOff(done: readonly RawCheckIn[]): void {
    for (const noted of done) {
      const waiting = this.#waiting.get(keyOf(noted));
      if (waiting === noted) this.#remove(noted);
      else if (waiting) waiting.waitsSince = waiting.at;
    }
  }
}

function keyOf({ organizationId, installation }: RawCheckIn): string {
  return organizationId + installation;
}
