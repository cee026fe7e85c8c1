import type { Fleet } from "./fleet.ts";
import { inSlices } from "./in-slices.ts";
import type { CountedFleet } from "./matching.ts";
import { AdoptionShares, ScheduleRanks } from "./order-by-adoption.ts";
import { NextInstants } from "./order-by-next.ts";
import { pageByRank, type RankPage, type RankPosition, type Ranks } from "./order-by-rank.ts";

/** The orders of organizations that memory knows: by what comes next (R56), by adoption, by schedule. */
export const FLEET_ORDERS = ["next", "adoption", "schedule"] as const;
export type FleetOrder = (typeof FLEET_ORDERS)[number];

/** A page of organizations in an order that memory knows; worked out in slices, between which others are answered. */
export function pageBy(
  order: FleetOrder,
  fleet: Fleet,
  page: RankPage,
  { now }: Pick<CountedFleet, "now">,
): Promise<readonly RankPosition[]> {
  const counted = fleet.countedAt(now);
  return inSlices(pageByRank(counted.world, ranksOf(order, fleet, counted, page), page));
}

function ranksOf(
  order: FleetOrder,
  fleet: Fleet,
  counted: CountedFleet,
  { direction }: Pick<RankPage, "direction">,
): Ranks {
  switch (order) {
    case "next":
      return new NextInstants({
        world: counted.world,
        census: counted.census,
        foresight: fleet.foresightAt(counted.now),
        now: counted.now,
      });
    case "adoption":
      return new AdoptionShares(counted, direction);
    case "schedule":
      return new ScheduleRanks(counted.world);
  }
}
