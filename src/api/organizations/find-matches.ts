import { inSlices } from "../../fleet/in-slices.ts";
import { type FleetFilter, findMatches, type Matches } from "../../fleet/matching.ts";
import type { CountedPart } from "../../fleet/standing-counts.ts";
import type { Instant } from "../../instant.ts";
import type { Context } from "../context.ts";

/** A filter with those that are stuck counted, if they are asked for; the fleet must have caught up. */
export async function withStuck(
  { stuck: counter, fleet }: Pick<Context, "stuck" | "fleet">,
  part: CountedPart,
  { filter, stuck, now }: AskedMatches,
): Promise<FleetFilter> {
  if (!stuck) return filter;
  return { ...filter, stuck: await counter.countIn(part, fleet.countedAt(now)) };
}

/** What organizations are looked for by. */
interface AskedMatches {
  readonly filter: FleetFilter;
  readonly stuck: boolean | undefined;
  readonly now: Instant;
}

/** The organizations of a part within a filter; worked out in slices, between which others are answered. */
export async function matchesIn(
  context: Pick<Context, "stuck" | "fleet">,
  part: CountedPart,
  asked: AskedMatches,
): Promise<Matches> {
  const filter = await withStuck(context, part, asked);
  return inSlices(findMatches(context.fleet.countedAt(asked.now), part, filter));
}
