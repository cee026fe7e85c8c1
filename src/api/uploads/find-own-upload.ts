import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { KeptUpload, UploadsContext } from "./upload-directory.ts";

/** The upload with this id, visible only to the caller who began it. */
export async function findOwnUpload(
  { uploads }: UploadsContext,
  actor: Actor,
  id: string,
): Promise<Result<KeptUpload, Refusal>> {
  const upload = await uploads.find(id);
  if (upload?.actorId !== actor.id) return notFound("upload");
  if (!may(actor, "manage_catalog")) return notAllowed("add builds");
  if (Date.now() >= upload.expiresAt) return err(refuse("upload_expired", EXPIRED));
  return ok(upload);
}

const EXPIRED = "The upload was not completed in time; begin again with POST /v1/uploads.";
