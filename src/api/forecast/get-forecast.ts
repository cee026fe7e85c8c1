import { calendarAsPlanned } from "../../catalog/calendar.ts";
import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { IdParams } from "../../contract/fields.ts";
import { ForecastAnswer, ForecastQuery } from "../../contract/verdict.ts";
import { forecast } from "../../policy/forecast.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";

export const getForecast = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/forecast",
  summary: "Each coming release with the instant it becomes eligible, if nothing changes (R4, R17)",
  params: IdParams,
  query: ForecastQuery,
  answer: ForecastAnswer,
  handle: async ({ actor, params, query, now }, context) => {
    if (!(await findVisibleScene(context.store.database, actor, params.id))) return notFound("organization");
    await context.follower.catchUp();
    const { standing } = context.fleet.standingClassOf(params.id, query.user ?? null);
    const calendar = calendarAsPlanned(context.fleet.calendar, now);
    const coming = forecast(standing, calendar, { after: query.from ?? now, to: query.to ?? null });
    const items = coming.map(({ release, eligibleAt, superseded }) => ({
      releaseId: release.id,
      version: release.version,
      at: eligibleAt,
      superseded,
    }));
    return ok({ items });
  },
});
