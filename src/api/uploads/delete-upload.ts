import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { askTus, TUS_HEADERS } from "./ask-tus.ts";
import { findOwnUpload } from "./find-own-upload.ts";
import { tusEndpoint } from "./register-tus.ts";

/** `DELETE /v1/uploads/{id}`: deletes an upload. The build of a complete one stays. */
export const deleteUpload = tusEndpoint(
  {
    method: "DELETE",
    path: "/v1/uploads/:id",
    summary: "Give up a resumable upload (tus 1.0); the build that a complete one became stays",
    params: IdParams,
    status: 204,
    headers: TUS_HEADERS,
  },
  async (context, actor, request, reply) => {
    const { id } = request.params as { readonly id: string };
    const own = await findOwnUpload(context, actor, id);
    if (!own.ok) return own;
    if (own.value.buildId === null) {
      const ended = await askTus(context.uploads.server, request, { id });
      if (!ended.ok) return ended;
    }
    await context.uploads.remove(id);
    return ok(reply.status(204).send());
  },
);
