import { decidePartnerSettings } from "../../commands/partners/change-partner-settings.ts";
import { IdParams } from "../../contract/fields.ts";
import { PartnerSettingsBody } from "../../contract/partner.ts";
import { PreviewAnswer } from "../../contract/preview.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { toPolicyChange } from "../settings-body.ts";
import { toPreviewAnswer } from "./preview-answer.ts";

export const previewPartnerSettings = endpoint({
  method: "POST",
  path: "/v1/partners/:id/release-settings/preview",
  summary:
    "What saving these settings would do to every customer: moved, held, faster or out of reach; changes nothing",
  params: IdParams,
  body: PartnerSettingsBody,
  answer: PreviewAnswer,
  handle: async ({ actor, params, body, now }, context) => {
    const command = { id: params.id, change: toPolicyChange(body) };
    const decided = await decidePartnerSettings(context.store.database, { actor, at: now }, command);
    if (!decided.ok) return decided;
    const { settings } = decided.value.after;
    await context.follower.catchUp();
    await context.census.catchUp();
    const watch = context.fleet.watchExpiries(now);
    const counts = context.fleet.previewPartnerDefault(params.id, settings, now, watch);
    return ok(await toPreviewAnswer(context, actor, { counts, expiries: watch.result() }, now));
  },
});
