import { Metadata } from "@tus/server";
import type { FastifyInstance } from "fastify";
import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { askTus } from "./ask-tus.ts";
import { findOwnUpload } from "./find-own-upload.ts";
import { registerTus } from "./register-tus.ts";
import { BUILD_HEADER, sendIfComplete } from "./send-if-complete.ts";
import type { UploadsContext } from "./upload-directory.ts";

/**
 * `HEAD /v1/uploads/{id}`: the offset to continue at. If a crash came between the last byte and the build, this makes
 * the build, so that the caller learns how the upload ended.
 */
export function registerHeadUpload(app: FastifyInstance, context: UploadsContext): void {
  registerTus(
    app,
    context,
    { method: "HEAD", path: "/v1/uploads/:id", summary: "How far a resumable upload is", params: IdParams },
    async (context, actor, request, reply) => {
      const { id } = request.params as { readonly id: string };
      const own = await findOwnUpload(context, actor, id);
      if (!own.ok) return own;
      const { size, description, buildId } = own.value;
      reply.headers({ "upload-length": size, "upload-metadata": Metadata.stringify({ ...description }) });
      if (buildId !== null) {
        return ok(reply.headers({ "upload-offset": size, [BUILD_HEADER]: buildId }).send());
      }
      const asked = await askTus(context.uploads.server, request, { id });
      if (!asked.ok) return asked;
      const offset = asked.value.get("upload-offset") ?? "0";
      reply.headers({
        "upload-offset": offset,
        "upload-expires": new Date(own.value.expiresAt).toUTCString(),
      });
      return offset === String(size) ? sendIfComplete(context, actor, id, reply) : ok(reply.send());
    },
  );
}
