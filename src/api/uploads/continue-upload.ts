import { IdParams } from "../../contract/fields.ts";
import { err, ok, refuse } from "../../result.ts";
import { askTus, OFFSET_TYPE, sendTus, TUS_HEADERS } from "./ask-tus.ts";
import { findOwnUpload } from "./find-own-upload.ts";
import { tusEndpoint } from "./register-tus.ts";
import { BUILD_HEADER, sendIfComplete } from "./send-if-complete.ts";

/** `PATCH /v1/uploads/{id}`: the next bytes. With the last one the upload becomes a build. */
export const continueUpload = tusEndpoint(
  {
    method: "PATCH",
    path: "/v1/uploads/:id",
    summary:
      "Send the next bytes of a resumable upload, from Upload-Offset on (tus 1.0); with the last one it is a build, named by Sluice-Build-Id",
    params: IdParams,
    bodyTypes: [OFFSET_TYPE],
    status: 204,
    headers: { ...TUS_HEADERS, "Upload-Offset": "Where the bytes begin" },
  },
  async (context, actor, request, reply) => {
    const { id } = request.params as { readonly id: string };
    const own = await findOwnUpload(context, actor, id);
    if (!own.ok) return own;
    const { size, buildId } = own.value;
    if (buildId !== null) {
      if (request.headers["upload-offset"] !== String(size)) return err(COMPLETE);
      return ok(
        reply
          .status(204)
          .headers({ "upload-offset": size, [BUILD_HEADER]: buildId })
          .send(),
      );
    }
    const taken = await askTus(context.uploads.server, request, { id });
    if (!taken.ok) return taken;
    sendTus(reply, taken.value).status(204);
    if (taken.value.get("upload-offset") !== String(size)) return ok(reply.send());
    return sendIfComplete(context, actor, id, reply);
  },
);

const COMPLETE = refuse("offset_wrong", "The upload is complete; send nothing more.");
