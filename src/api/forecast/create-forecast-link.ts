import { randomBytes, randomUUID } from "node:crypto";
import { IdParams } from "../../contract/fields.ts";
import { ForecastLinkCreated } from "../../contract/foresight.ts";
import { err, ok, refuse } from "../../result.ts";
import { listForecastLinks } from "../../store/tables/forecast-link-table.ts";
import { toActorReference } from "../../tenancy/actor.ts";
import { MAX_FORECAST_LINKS } from "../../tenancy/forecast-link.ts";
import { may } from "../../tenancy/permission.ts";
import { hashSecret } from "../authenticate.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { findVisibleScene } from "../organizations/find-visible-scene.ts";
import { originOf } from "../origin.ts";
import { notAllowed, notFound } from "../refusals.ts";

export const createForecastLink = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/forecast-links",
  summary:
    "Make a private link to an organization's forecast as a calendar to subscribe to; it is shown once",
  params: IdParams,
  answer: ForecastLinkCreated,
  showsSecret: true,
  status: 201,
  handle: async ({ actor, params, reply }, context) => {
    const secret = randomBytes(32).toString("base64url");
    const created = await change(context, actor, async (transaction) => {
      const { database } = transaction;
      if (!(await findVisibleScene(database, actor, params.id))) return notFound("organization");
      if (!may(actor, "change_organization_settings")) return notAllowed("create forecast links");
      const links = await listForecastLinks(database, params.id);
      if (links.length >= MAX_FORECAST_LINKS) return err(TOO_MANY);
      const createdBy = toActorReference(actor);
      const link = {
        id: randomUUID(),
        organizationId: params.id,
        createdAt: transaction.at,
        createdBy,
      };
      await transaction.recordLink(link, "create_forecast_link", hashSecret(secret));
      return ok(link);
    });
    if (!created.ok) return created;
    const origin = originOf(context.config, reply.request.headers.host);
    return ok({
      ...created.value,
      url: `${origin}/v1/organizations/${params.id}/forecast.ics?token=${secret}`,
    });
  },
});

const TOO_MANY = refuse(
  "too_many_links",
  `This organization has ${MAX_FORECAST_LINKS} forecast links, which is the limit; revoke one first.`,
);
