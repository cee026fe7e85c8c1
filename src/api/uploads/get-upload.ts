import { IdParams } from "../../contract/fields.ts";
import { UploadAnswer, UploadMetadata } from "../../contract/upload.ts";
import { ok } from "../../result.ts";
import { findBuilds } from "../../store/tables/build-table.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import { type AnyEndpoint, endpoint } from "../endpoint.ts";
import { toBuildAnswer } from "../releases/release-answer.ts";
import { findOwnUpload } from "./find-own-upload.ts";
import { registerHeadUpload } from "./head-upload.ts";
import type { KeptUpload, UploadsContext } from "./upload-directory.ts";

const show = endpoint({
  method: "GET",
  path: "/v1/uploads/:id",
  summary: "How far a resumable upload is, and what it became; HEAD says it as tus 1.0 has it",
  params: IdParams,
  answer: UploadAnswer,
  handle: async ({ actor, params }, context: UploadsContext) => {
    const own = await findOwnUpload(context, actor, params.id);
    if (!own.ok) return own;
    const { id, size, description, expiresAt, buildId } = own.value;
    const { releaseId, fileName } = UploadMetadata.parse(description);
    const build = await findBuild(context, own.value);
    const offset = buildId === null ? await context.uploads.countBytes(id) : size;
    return ok({ id, releaseId, fileName, offset, size, expiresAt, build });
  },
});

/** `GET` and `HEAD /v1/uploads/{id}`: how far an upload is. */
export const getUpload: AnyEndpoint<UploadsContext> = {
  ...show,
  register: (app, context) => {
    app.register(async (scope) => {
      registerHeadUpload(scope, context);
      show.register(scope, context);
    });
  },
};

async function findBuild(context: UploadsContext, { buildId }: KeptUpload) {
  const { store } = context;
  const [build] = buildId === null ? [] : await findBuilds(store.database, [buildId]);
  const release = build && (await findRelease(store.database, build.releaseId));
  return build && release ? toBuildAnswer(context, build, release) : null;
}
