import { ReleaseBody } from "../../contract/release.ts";
import { ReleasePreviewAnswer } from "../../contract/release-outlook.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { endpoint } from "../endpoint.ts";
import { notAllowed } from "../refusals.ts";
import { newRelease } from "./create-release.ts";
import { toReleasePreview } from "./release-preview.ts";

export const previewNewRelease = endpoint({
  method: "POST",
  path: "/v1/releases/preview",
  summary:
    "What entering this release would do, and to whom; refused as the entry would be, and changes nothing",
  body: ReleaseBody,
  answer: ReleasePreviewAnswer,
  handle: async ({ actor, body, now }, context) => {
    if (!may(actor, "manage_catalog")) return notAllowed("add releases");
    const release = await newRelease(context.store.database, body);
    return release.ok ? ok(await toReleasePreview(context, release.value, now)) : release;
  },
});
