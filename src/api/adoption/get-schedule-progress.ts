import { calendarAsPlanned } from "../../catalog/calendar.ts";
import { ScheduleProgressList, ScheduleProgressQuery } from "../../contract/adoption.ts";
import { inSlices } from "../../fleet/in-slices.ts";
import { countBySchedule, type ScheduleCount } from "../../fleet/schedule-counts.ts";
import { CADENCES, deferralOf } from "../../policy/schedule.ts";
import { progressOf } from "../../policy/schedule-progress.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { scopeOf } from "./adoption-scope.ts";

export const getScheduleProgress = endpoint({
  method: "GET",
  path: "/v1/adoption/schedules",
  summary:
    "For each schedule in use in one's subtree: how many organizations and installations are on it, the newest release that it has reached, and the next",
  query: ScheduleProgressQuery,
  answer: ScheduleProgressList,
  handle: async ({ actor, query, now }, context) => {
    const scope = await scopeOf(context.store.database, actor, query);
    if (!scope) return notFound(query.organizationId === undefined ? "partner" : "organization");
    await context.follower.catchUp();
    await context.census.catchUp();
    const { fleet } = context;
    const places = progressOf(fleet.countStandings(scope), calendarAsPlanned(fleet.calendar, now), now);
    const counts = await inSlices(countBySchedule(fleet.countedAt(now), scope));
    const items = [...counts].map(([key, count]) => ({
      ...count,
      ...(places.get(key) ?? { reached: null, next: null }),
    }));
    return ok({ at: now, items: items.sort(fastestFirst) });
  },
});

function fastestFirst({ schedule: one }: ScheduleCount, { schedule: other }: ScheduleCount): number {
  const cadences = CADENCES.indexOf(one.cadence) - CADENCES.indexOf(other.cadence);
  return cadences || deferralOf(one) - deferralOf(other);
}
