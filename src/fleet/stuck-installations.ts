import { addDays } from "../instant.ts";
import { STUCK_DAYS } from "../policy/stuck.ts";
import type { Database } from "../store/database.ts";
import { type AskedCount, countAskedSince } from "../store/tables/asked-counts.ts";
import type { Census } from "./census.ts";
import { inSlices } from "./in-slices.ts";
import type { CountedFleet, StuckCounts } from "./matching.ts";
import type { CountedPart } from "./standing-counts.ts";
import { findStuckKinds } from "./stuck-kinds.ts";
import { targetIndex } from "./targets.ts";

/** How many kinds of organizations are looked up at once. */
const AT_ONCE = 2_000;

/** A count that takes longer than this is kept for {@link KEPT_TIMES} as long, so that it takes a hundredth of the time at most. */
const WORTH_KEEPING_MS = 1_000;
const KEPT_TIMES = 100;
/** The most counts that are kept. */
const MOST_KEPT = 8;

interface KeptCount {
  readonly counts: StuckCounts;
  readonly census: Census;
  /** By the clock of the process. */
  readonly until: number;
}

/** Counts the installations that are stuck; of a large part at most once in some minutes, of a small one each time. */
export class StuckCounter {
  readonly #database: Database;
  readonly #kept = new Map<string, KeptCount>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The counts of a part, by what memory knows now. */
  async countIn(part: CountedPart, fleet: CountedFleet): Promise<StuckCounts> {
    const key = JSON.stringify([part.partnerId, part.ids]);
    const startedAt = performance.now();
    const kept = this.#kept.get(key);
    if (kept && kept.census === fleet.census && startedAt < kept.until) return kept.counts;
    const counts = await countStuck(this.#database, fleet, part);
    const took = performance.now() - startedAt;
    if (took > WORTH_KEEPING_MS)
      this.#keep(key, { counts, census: fleet.census, until: performance.now() + KEPT_TIMES * took });
    return counts;
  }

  #keep(key: string, count: KeptCount): void {
    this.#kept.delete(key);
    this.#kept.set(key, count);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/**
 * How many installations of a part are stuck (`StuckWatch`): to their kind an update was offered all the time, and they asked
 * in that time. Memory says which kinds these are, and the database which of them asked.
 */
async function countStuck(database: Database, fleet: CountedFleet, part: CountedPart): Promise<StuckCounts> {
  const { world, census, now } = fleet;
  const stuck = await inSlices(findStuckKinds(world, census, part, now));
  const { directory } = world.organizations;
  const since = addDays(now, -STUCK_DAYS);
  const found = new Map<number, Map<number, number>>();
  for (const kinds of stuck.batches(AT_ONCE)) {
    const ids = Array.from(kinds.keys(), (number) => directory.textAt(number));
    for (const count of await countAskedSince(database, ids, since)) {
      const organization = directory.find(count.organizationId);
      const kind = census.numberOf(describedBy(count));
      if (!kinds.get(organization)?.includes(kind)) continue;
      const here = found.get(organization) ?? new Map<number, number>();
      found.set(organization, here.set(kind, count.installations));
    }
  }
  return found;
}

function describedBy({ platform, arch, version, runsAhead, computer }: AskedCount) {
  return { target: targetIndex(platform, arch), version, runsAhead, computer };
}

/** How many installations are stuck, and in how many organizations. */
export function sumOfStuck(counts: StuckCounts): {
  readonly installations: number;
  readonly organizations: number;
} {
  let installations = 0;
  for (const kinds of counts.values()) for (const count of kinds.values()) installations += count;
  return { installations, organizations: counts.size };
}
