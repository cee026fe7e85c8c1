import { permit } from "../../commands/perform.ts";
import { decideReleaseChange } from "../../commands/releases/change-release.ts";
import { IdParams } from "../../contract/fields.ts";
import { ReleasePatch } from "../../contract/release.ts";
import { ReleasePreviewAnswer } from "../../contract/release-outlook.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { toReleasePreview } from "./release-preview.ts";

export const previewReleaseChange = endpoint({
  method: "POST",
  path: "/v1/releases/:id/preview",
  summary:
    "What publishing, moving, pausing, withdrawing a release or making it critical would do; changes nothing",
  params: IdParams,
  body: ReleasePatch,
  answer: ReleasePreviewAnswer,
  handle: async ({ actor, params: { id }, body, now }, context) => {
    const permitted = permit(actor, "change_release");
    if (!permitted.ok) return permitted;
    const decided = await decideReleaseChange(context.store.database, { id, change: body }, now);
    return decided.ok ? ok(await toReleasePreview(context, decided.value.after, now)) : decided;
  },
});
