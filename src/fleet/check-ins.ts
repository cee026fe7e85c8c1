import { formatShortest, parseVersion } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import type { Verdict } from "../policy/decide.ts";
import type { CheckIn } from "../store/tables/check-in-batch.ts";
import { parseId } from "../tenancy/id.ts";
import { TARGETS } from "./targets.ts";

/** A check-in as it came: read only when it is written, so that a check has next to nothing to do. */
export interface RawCheckIn {
  readonly organizationId: string;
  readonly installation: string;
  readonly user: string | null;
  /** By its number, see `TARGETS`. */
  readonly target: number;
  /** Null: it did not say. */
  readonly running: string | null;
  readonly verdict: Verdict;
  readonly at: Instant;
}

/** How many installations can wait to be written; some hundred bytes each. */
const MOST_WAITING = 100_000;
/** What a database cannot hold, or nobody can read. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;

/**
 * What installations said and nobody has written down yet, the last word of each, in the order in which they began to
 * wait. Bounded: where more wait, the one that waits longest is dropped, and counted.
 */
export class CheckIns {
  readonly #waiting = new Map<string, RawCheckIn>();
  readonly #most: number;
  /** How many were dropped, because too many waited. */
  dropped = 0;
  /** How many came from organizations that nobody knows; they are not kept. */
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

  /** Takes note; `noted.organizationId` is one that is known. */
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

  /** Those that wait longest, and the function that takes them off once they are written; what came meanwhile stays. */
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

/** Nothing where the installation's id is nothing that can be kept. */
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

/** The one form of a version, so that alike ones count together. */
function writtenOut(text: string): string | null {
  const version = parseVersion(text);
  return version.ok ? formatShortest(version.value) : null;
}
