import { randomBytes, randomUUID } from "node:crypto";
import { IdParams } from "../../contract/fields.ts";
import { ForecastLinkCreated } from "../../contract/foresight.ts";
import { ok } from "../../result.ts";
import { originOf } from "../../serving/public-address.ts";
import { showActors } from "../actors/show-actors.ts";
import { hashSecret } from "../authenticate.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const createForecastLink = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/forecast-links",
  summary:
    "Make a private link to an organization's forecast as a calendar to subscribe to; it is shown once",
  params: IdParams,
  answer: ForecastLinkCreated,
  showsSecret: true,
  status: 201,
  handle: async ({ actor, params: { id: organizationId }, reply }, context) => {
    const secret = randomBytes(32).toString("base64url");
    const command = {
      kind: "create_forecast_link",
      id: randomUUID(),
      organizationId,
      secretHash: hashSecret(secret),
    } as const;
    const created = await perform(context, actor, command);
    if (!created.ok) return created;
    const origin = originOf(context.config, reply.request.headers.host);
    const { createdBy } = created.value;
    const show = await showActors(context, context.store.database, actor, [createdBy]);
    return ok({
      ...created.value,
      createdBy: show(createdBy),
      url: `${origin}/v1/organizations/${organizationId}/forecast.ics?token=${secret}`,
    });
  },
});
