import { createReadStream } from "node:fs";
import { UploadMetadata } from "../../contract/upload.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { addBuild } from "../releases/add-build.ts";
import { receiveBuild } from "../releases/receive-build.ts";
import type { KeptUpload, UploadsContext } from "./upload-directory.ts";

type BuildResult = ReturnType<typeof addBuild>;

/** Refusals that pass in a while; the bytes are kept for a later attempt. */
const PASSING = ["builds_unreachable", "disk_full"];

/**
 * Makes a build of an upload whose last byte has arrived, as a plain upload of the same bytes would. Concurrent calls
 * get the same answer; what a crash cut off is done again. An upload that can become no build is removed.
 */
export function finishUpload(context: UploadsContext, actor: Actor, upload: KeptUpload): BuildResult {
  return context.uploads.finishOnce(upload.id, () => finish(context, actor, upload));
}

async function finish(context: UploadsContext, actor: Actor, upload: KeptUpload): BuildResult {
  const added = await add(context, actor, upload);
  if (added.ok) await context.uploads.complete(upload.id, added.value.id);
  else if (!PASSING.includes(added.error.code)) await context.uploads.remove(upload.id);
  return added;
}

async function add(context: UploadsContext, actor: Actor, { id, description }: KeptUpload): BuildResult {
  const { releaseId, ...described } = UploadMetadata.parse(description);
  const release = await findRelease(context.store.database, releaseId);
  if (!release) return notFound("release");
  const bytes = createReadStream(context.uploads.pathOf(id));
  const received = await receiveBuild(context, release, described, bytes);
  return received.ok ? addBuild(context, actor, releaseId, received.value) : received;
}
