import { decideAsking } from "../../commands/organizations/schedule-requests.ts";
import { IdParams } from "../../contract/fields.ts";
import { PreviewAnswer } from "../../contract/preview.ts";
import { ScheduleRequestBody } from "../../contract/schedule-request.ts";
import { settingsOnceAccepted } from "../../policy/schedule-request.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { toPreviewAnswer } from "./preview-answer.ts";
import { previewScenes } from "./preview-scenes.ts";

export const previewScheduleRequest = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/schedule-requests/preview",
  summary:
    "What accepting such a request would do; refused as the request would be, and changes nothing. Before it is accepted, see the preview of the settings",
  params: IdParams,
  body: ScheduleRequestBody,
  answer: PreviewAnswer,
  handle: async ({ actor, params: { id: organizationId }, body, now }, context) => {
    const { toPartnerId, schedule } = body;
    const asked = { id: "", organizationId, toPartnerId, schedule, note: body.note ?? null };
    const decided = await decideAsking(context.store.database, asked, { actor, at: now });
    if (!decided.ok) return decided;
    const { scene } = decided.value;
    const after = settingsOnceAccepted(scene, decided.value, now);
    if (!after.ok) return after;
    await context.follower.catchUp();
    await context.census.catchUp();
    const seen = previewScenes(context, [{ scene, after: after.value }], now);
    return ok(await toPreviewAnswer(context, actor, seen, now));
  },
});
