import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { ofLink } from "../../commands/credentials/credential.ts";
import { isCovered } from "../../commands/credentials/find-credentials.ts";
import { IdParams } from "../../contract/fields.ts";
import { ForecastCalendarQuery } from "../../contract/foresight.ts";
import { findLastEntries } from "../../store/ledger/last-entries.ts";
import { findForecastLinkByHash } from "../../store/tables/forecast-link-table.ts";
import { findScene } from "../../store/tables/scenes.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { hashSecret } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { sendRefusal } from "../problem.ts";
import { limitAddress } from "../server/rate-limit.ts";
import { formatForecast } from "./forecast-calendar.ts";
import { foreseeOwner } from "./foresee.ts";

/** `GET /v1/organizations/{id}/forecast.ics?token=…`: the forecast as a calendar, for anyone with a private link. */
export function registerForecastCalendar(app: FastifyInstance, context: Context): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "GET",
    url: "/v1/organizations/:id/forecast.ics",
    schema: {
      summary: "The forecast as iCalendar, by a private link; it needs no other token",
      params: IdParams,
      querystring: ForecastCalendarQuery,
    },
    onRequest: limitAddress,
    handler: async (request, reply) => {
      const { id } = request.params;
      const { database } = context.store;
      const link = await findForecastLinkByHash(database, hashSecret(request.query.token));
      const scene = link?.organizationId === id ? await findScene(database, id) : null;
      if (!link || !scene || !(await isCovered(database, ofLink(link), context.now())))
        return sendRefusal(reply, notFound("forecast link").error);
      await context.follower.catchUp();
      await context.census.catchUp();
      const now = context.now();
      const own = await foreseeOwner(context, { organizationId: id, userId: null }, now);
      const { organization } = scene;
      const last = await findLastEntries(database, organization);
      const { language: locale } = request.query;
      const about = { organization, own, product: context.config.product, locale, ...last };
      return reply
        .header("cache-control", "private, no-store")
        .header("content-language", locale)
        .type("text/calendar; charset=utf-8")
        .send(await formatForecast(about, context.fleet.foresightAt(now), now));
    },
  });
}
