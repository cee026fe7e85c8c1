import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { IdParams } from "../../contract/fields.ts";
import { ForecastAnswer, ForecastQuery } from "../../contract/verdict.ts";
import { forecast } from "../../policy/forecast.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { comingOffers, expiriesOf } from "./coming-offers.ts";
import { foreseeOwner } from "./foresee.ts";
import { toForesightAnswer } from "./foresight-answer.ts";

export const getForecast = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/forecast",
  summary:
    "What comes for an organization or a user, if nothing changes: what its installations get and when, and each release with the instant it becomes eligible (R4, R17, R56)",
  params: IdParams,
  query: ForecastQuery,
  answer: ForecastAnswer,
  handle: async ({ actor, params, query, now }, context) => {
    if (!(await findVisibleScene(context.store.database, actor, params.id))) return notFound("organization");
    await context.follower.catchUp();
    await context.census.catchUp();
    const owner = { organizationId: params.id, userId: query.user ?? null };
    const found = await foreseeOwner(context, owner, now);
    const foresight = context.fleet.foresightAt(now);
    const span = { after: query.from ?? now, to: query.to ?? null };
    const items = forecast(found.standing, foresight.plannedAt(now), span);
    const offers = await comingOffers(found, foresight, { now, items });
    return ok({
      ...toForesightAnswer(found.foresight),
      items: items.map(({ release, eligibleAt, superseded }) => ({
        releaseId: release.id,
        version: release.version,
        at: eligibleAt,
        superseded,
      })),
      offers: offers
        .filter(({ at }) => at > span.after && (span.to === null || at <= span.to))
        .map(({ release: { id: releaseId, version }, at, installations, via }) => ({
          releaseId,
          version,
          at,
          installations,
          via: [...via],
        })),
      expiries: expiriesOf(found, context.fleet.calendar).map(({ running, ...expiry }) => ({
        version: running,
        ...expiry,
      })),
    });
  },
});
