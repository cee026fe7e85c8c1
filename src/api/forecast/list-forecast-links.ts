import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { IdParams } from "../../contract/fields.ts";
import { ForecastLinkList } from "../../contract/foresight.ts";
import { ok } from "../../result.ts";
import { listForecastLinks } from "../../store/tables/forecast-link-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { showActors } from "../actors/show-actors.ts";
import { endpoint } from "../endpoint.ts";

export const getForecastLinks = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/forecast-links",
  summary: "The private links to an organization's forecast, the oldest first, without their secrets",
  params: IdParams,
  answer: ForecastLinkList,
  handle: async ({ actor, params }, context) => {
    const { database } = context.store;
    if (!(await findVisibleScene(database, actor, params.id))) return notFound("organization");
    if (!may(actor, "change_organization_settings")) return notAllowed("see forecast links");
    const links = await listForecastLinks(database, params.id);
    const show = await showActors(
      context,
      database,
      actor,
      links.map(({ createdBy }) => createdBy),
    );
    return ok({ items: links.map((link) => ({ ...link, createdBy: show(link.createdBy) })) });
  },
});
