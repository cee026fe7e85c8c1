import { findVisiblePartner } from "../../commands/partners/find-visible-partner.ts";
import { IdParams } from "../../contract/fields.ts";
import { PartnerSettingsBody } from "../../contract/partner.ts";
import { PreviewAnswer } from "../../contract/preview.ts";
import { changePartnerSettings } from "../../policy/change.ts";
import { ok } from "../../result.ts";
import { levelOf } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
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
    if (levelOf(actor.role) === "organization") return notFound("partner");
    const found = await findVisiblePartner(context.store.database, actor, params.id);
    if (!found) return notFound("partner");
    const after = changePartnerSettings(found.partner, found.settings, toPolicyChange(body), actor, now);
    if (!after.ok) return after;
    await context.follower.catchUp();
    await context.census.catchUp();
    const counts = context.fleet.previewPartnerDefault(params.id, after.value, now);
    return ok(await toPreviewAnswer(context, actor, counts, now));
  },
});
