import type { Matches } from "../../fleet/matching.ts";
import type { Instant } from "../../instant.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Context } from "../context.ts";
import { type AskedFleetFilters, asksFleet, toFleetFilter } from "./asked-filters.ts";
import { matchesIn } from "./find-matches.ts";
import { type AskedFilters, visibleFilters } from "./list-visible-scenes.ts";

/**
 * The organizations of one's subtree that are within the limits of a query on what governs them and what is counted there, or
 * null if there are no such limits. The fleet must have caught up.
 */
export async function findVisibleMatches(
  context: Pick<Context, "stuck" | "fleet">,
  actor: Actor,
  asked: AskedFilters & AskedFleetFilters,
  now: Instant,
): Promise<Matches | null> {
  const filters = visibleFilters(actor, asked);
  if (!filters || !asksFleet(asked)) return null;
  const { partnerId, ids } = filters;
  return matchesIn(
    context,
    { partnerId, ids },
    {
      filter: toFleetFilter(asked, context.fleet.calendar, now),
      stuck: asked.stuck,
      now,
    },
  );
}
