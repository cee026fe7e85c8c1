import { formatShortest, parseVersion } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import type { Verdict } from "../policy/decide.ts";
import type { CheckIn } from "../store/tables/check-in-batch.ts";
import { parseId } from "../tenancy/id.ts";
import { TARGETS } from "./targets.ts";

/** A check-in as it arrived. It is parsed only when it is written, so that a check has next to nothing to do. */
export interface RawCheckIn {
  readonly organizationId: string;
  readonly installation: string;
  readonly user: string | null;
  /** The target's index in `TARGETS`. */
  readonly target: number;
  /** The version as text, or null if the check did not name one. */
  readonly running: string | null;
  readonly verdict: Verdict;
  readonly at: Instant;
}

/** How many installations can wait to be written; each takes a few hundred bytes. */
const MOST_WAITING = 100_000;
/** Characters that a database cannot hold or a person cannot read. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;

/**
 * The check-ins that are not written yet: the last one of each installation, in the order in which they began to wait.
 * The queue is bounded: if it is full, the oldest check-in is dropped and counted.
 */
export class CheckIns {
  readonly #waiting = new Map<string, RawCheckIn>();
  readonly #most: number;
  /** How many were dropped because the queue was full. */
  dropped = 0;
  /** How many came from unknown organizations; they are not kept. */
  unknown = 0;
  /** How many were written. */
  written = 0;

  constructor(most = MOST_WAITING) {
    this.#most = most;
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Adds a check-in of a known organization. */
  note(noted: RawCheckIn): void {
    const waiting = this.#waiting;
    waiting.set(noted.organizationId + noted.installation, noted);
    if (waiting.size > this.#most) this.#dropOldest();
  }

  #dropOldest(): void {
    for (const key of this.#waiting.keys()) {
      this.#waiting.delete(key);
      this.dropped++;
      return;
    }
  }

  /**
   * The `max` check-ins that wait longest, and the function that removes them once they are written. A newer check-in
   * of the same installation stays.
   */
  oldest(max: number): { readonly checkIns: readonly CheckIn[]; readonly takeOff: () => void } {
    const taken: [string, RawCheckIn][] = [];
    for (const entry of this.#waiting) {
      if (taken.push(entry) >= max) break;
    }
    const takeOff = () => {
      for (const [key, noted] of taken) {
        if (this.#waiting.get(key) === noted) this.#waiting.delete(key);
      }
      this.written += taken.length;
    };
    return { checkIns: taken.flatMap(([, noted]) => toCheckIn(noted)), takeOff };
  }
}

/** A check-in as it is stored; empty if the installation's id or the target cannot be stored. */
function toCheckIn({
  organizationId,
  installation,
  user,
  target,
  running,
  verdict,
  at,
}: RawCheckIn): CheckIn[] {
  const { platform, arch } = TARGETS[target] ?? {};
  if (installation === "" || UNFIT.test(installation) || !platform || !arch) return [];
  return [
    {
      organizationId,
      installationId: installation,
      platform,
      arch,
      askedAt: at,
      userId: user === null ? null : parseId(user),
      version: running === null ? null : writtenOut(running),
      offered: verdict.action === "update" ? formatShortest(verdict.release.version) : null,
    },
  ];
}

/** The canonical form of a version, so that equal versions count together, or null if the text is no version. */
function writtenOut(text: string): string | null {
  const version = parseVersion(text);
  return version.ok ? formatShortest(version.value) : null;
}
