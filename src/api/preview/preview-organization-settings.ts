import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { decideSettings } from "../../commands/organizations/organization-settings.ts";
import { IdParams } from "../../contract/fields.ts";
import { OrganizationPreviewBody, PreviewAnswer } from "../../contract/preview.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { toSettingsCommand } from "../settings-body.ts";
import { toPreviewAnswer } from "./preview-answer.ts";
import { previewScenes } from "./preview-scenes.ts";

export const previewOrganizationSettings = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/release-settings/preview",
  summary:
    "What saving these settings would do, or returning to inheritance; refused as the save would be, and changes nothing",
  params: IdParams,
  body: OrganizationPreviewBody,
  answer: PreviewAnswer,
  handle: async ({ actor, params, body, now }, context) => {
    const scene = await findVisibleScene(context.store.database, actor, params.id);
    if (!scene) return notFound("organization");
    const after = decideSettings(scene, toSettingsCommand(params.id, body), { actor, at: now });
    if (!after.ok) return after;
    await context.follower.catchUp();
    await context.census.catchUp();
    const seen = previewScenes(context, [{ scene, after: after.value }], now);
    return ok(await toPreviewAnswer(context, actor, seen, now));
  },
});
