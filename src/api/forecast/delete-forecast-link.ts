import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { findForecastLinks } from "../../store/tables/forecast-link-table.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { findVisibleScene } from "../organizations/find-visible-scene.ts";
import { notAllowed, notFound } from "../refusals.ts";

export const deleteForecastLink = endpoint({
  method: "DELETE",
  path: "/v1/forecast-links/:id",
  summary: "Revoke a private link to a forecast; who has it reads nothing any more",
  params: IdParams,
  handle: async ({ actor, params: { id } }, context) =>
    change(context, actor, async (transaction) => {
      const { database } = transaction;
      const [link] = await findForecastLinks(database, [id]);
      if (!link || !(await findVisibleScene(database, actor, link.organizationId))) {
        return notFound("forecast link");
      }
      if (!may(actor, "change_organization_settings")) return notAllowed("revoke forecast links");
      const action = "revoke_forecast_link";
      await transaction.record({ subject: "forecast_link", id, action, before: link, after: null });
      return ok(undefined);
    }),
});
