import { toManifest } from "../../catalog/manifest.ts";
import { IdParams } from "../../contract/fields.ts";
import { ManifestEnvelope } from "../../contract/signing.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { sealManifest } from "../signing/envelope.ts";
import type { SigningContext } from "../signing/signing-keys.ts";
import { findVisibleBuild } from "./find-visible-build.ts";

export const getManifest = endpoint({
  method: "GET",
  path: "/v1/builds/:id/manifest",
  summary: "A build's signed manifest, also of one that is hosted elsewhere (R22)",
  params: IdParams,
  answer: ManifestEnvelope,
  handle: async ({ actor, now, params }, context: SigningContext) => {
    const found = await findVisibleBuild(context, { actor, at: now }, params.id);
    if (!found) return notFound("build");
    const { signer } = await context.signingKeys.now();
    return ok(sealManifest(toManifest(found.build, found.release.version), signer));
  },
});
