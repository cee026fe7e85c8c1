import { addDays } from "../instant.ts";
import { STUCK_DAYS } from "../policy/stuck.ts";
import type { Database } from "../store/database.ts";
import { type AskedCount, countAskedSince } from "../store/tables/asked-counts.ts";
import { inSlices } from "./in-slices.ts";
import type { CountedFleet, StuckCounts } from "./matching.ts";
import type { CountedPart } from "./standing-counts.ts";
import { findStuckKinds } from "./stuck-kinds.ts";
import { targetIndex } from "./targets.ts";

/** How many organizations are looked up at once. */
const AT_ONCE = 2_000;

/**
 * How many installations of a part are stuck (`StuckWatch`): to their kind an update was offered all the time, and they asked
 * in that time. Memory says which kinds these are, and the database which of them asked.
 */
export async function countStuck(
  database: Database,
  fleet: CountedFleet,
  part: CountedPart,
): Promise<StuckCounts> {
  const { world, census, now } = fleet;
  const kinds = await inSlices(findStuckKinds(world, census, part, now));
  const { directory } = world.organizations;
  const since = addDays(now, -STUCK_DAYS);
  const found = new Map<number, Map<number, number>>();
  const numbers = [...kinds.keys()];
  for (let from = 0; from < numbers.length; from += AT_ONCE) {
    const ids = numbers.slice(from, from + AT_ONCE).map((number) => directory.textAt(number));
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
