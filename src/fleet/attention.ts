import { CONDITIONS, type Condition } from "../policy/behind.ts";
import { KindStatuses } from "./kind-statuses.ts";
import type { CountedFleet, StuckCounts } from "./matching.ts";
import { type CountedPart, numbersOf } from "./standing-counts.ts";

/** How many organizations have installations that deserve attention. */
interface AttentionCounts {
  /** With some that are behind. */
  behind: number;
  /** With some that are stuck. */
  stuck: number;
  /** With some in each condition. */
  readonly conditions: Record<Condition, number>;
}

/** How many organizations are looked at between two yields. */
const AT_ONCE = 64;

/** Counts the organizations of a part with installations that deserve attention, in one pass. Yields often. */
export function* countAttention(
  { world, census, now }: CountedFleet,
  part: CountedPart,
  stuck: StuckCounts,
): Generator<void, AttentionCounts> {
  const counts: AttentionCounts = { behind: 0, stuck: stuck.size, conditions: noConditions() };
  const statuses = new KindStatuses(world, census, now);
  let seen = 0;
  for (const number of numbersOf(world, part)) {
    if (++seen % AT_ONCE === 0) yield;
    const known = statuses.knownIn(number) ?? (yield* statuses.decideIn(number));
    const conditions = new Set<Condition>();
    let isBehind = false;
    for (let record = census.firstOf(number); record >= 0; record = census.nextOf(record)) {
      const status = known[census.kindIn(record)];
      isBehind ||= Boolean(status?.behind);
      for (const condition of status?.conditions ?? []) conditions.add(condition);
    }
    if (isBehind) counts.behind++;
    for (const condition of conditions) counts.conditions[condition]++;
  }
  return counts;
}

function noConditions(): Record<Condition, number> {
  return Object.fromEntries(CONDITIONS.map((condition) => [condition, 0])) as Record<Condition, number>;
}
