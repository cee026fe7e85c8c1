import { changeRelease as changed } from "../../catalog/release-change.ts";
import { IdParams } from "../../contract/fields.ts";
import { ReleasePatch } from "../../contract/release.ts";
import { ReleasePreviewAnswer } from "../../contract/release-outlook.ts";
import { ok } from "../../result.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
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
    if (!may(actor, "manage_catalog")) return notAllowed("change releases");
    const before = await findRelease(context.store.database, id);
    if (!before) return notFound("release");
    const after = changed(before, body);
    return after.ok ? ok(await toReleasePreview(context, after.value, now)) : after;
  },
});
