import type { FastifyReply } from "fastify";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { finishUpload } from "./finish-upload.ts";
import type { UploadsContext } from "./upload-directory.ts";

/** The header with the build of a complete upload. */
export const BUILD_HEADER = "Sluice-Build-Id";

/** Sends an answer. For a complete upload it names the build, or the reason why there is none. */
export async function sendIfComplete(
  context: UploadsContext,
  actor: Actor,
  id: string,
  reply: FastifyReply,
): Promise<Result<FastifyReply, Refusal>> {
  const upload = await context.uploads.find(id);
  if (!upload) return ok(reply.send());
  const finished = await finishUpload(context, actor, upload);
  return finished.ok ? ok(reply.header(BUILD_HEADER, finished.value.id).send()) : finished;
}
