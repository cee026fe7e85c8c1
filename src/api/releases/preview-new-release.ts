import { permit } from "../../commands/perform.ts";
import { decideRelease } from "../../commands/releases/create-release.ts";
import { ReleaseBody } from "../../contract/release.ts";
import { ReleasePreviewAnswer } from "../../contract/release-outlook.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { toRelease } from "./create-release.ts";
import { toReleasePreview } from "./release-preview.ts";

export const previewNewRelease = endpoint({
  method: "POST",
  path: "/v1/releases/preview",
  summary:
    "What entering this release would do, and to whom; refused as the entry would be, and changes nothing",
  body: ReleaseBody,
  answer: ReleasePreviewAnswer,
  handle: async ({ actor, body, now }, context) => {
    const permitted = permit(actor, "create_release");
    if (!permitted.ok) return permitted;
    const release = await decideRelease(context.store.database, toRelease(body), now);
    return release.ok ? ok(await toReleasePreview(context, release.value, now)) : release;
  },
});
