import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteForecastLink = endpoint({
  method: "DELETE",
  path: "/v1/forecast-links/:id",
  summary: "Revoke a private link to a forecast; who has it reads nothing any more",
  params: IdParams,
  handle: ({ actor, params: { id } }, context) =>
    perform(context, actor, { kind: "revoke_forecast_link", id }),
});
