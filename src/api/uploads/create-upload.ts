import { Metadata } from "@tus/server";
import { type CheckedBuild, MAX_BUILD_BYTES } from "../../catalog/build.ts";
import { checkBuild } from "../../catalog/build-fit.ts";
import type { Release } from "../../catalog/release.ts";
import { permit } from "../../commands/perform.ts";
import { UploadMetadata } from "../../contract/upload.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { withinQuota } from "../../tenancy/quota.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { malformed } from "../releases/malformed.ts";
import { describeBuild } from "../releases/receive-build.ts";
import { claimsOf } from "../signatures/file-inspection.ts";
import { askTus, sendTus, TUS_HEADERS } from "./ask-tus.ts";
import { tusEndpoint } from "./register-tus.ts";
import { sendIfComplete } from "./send-if-complete.ts";
import { UPLOADS_PATH, type UploadFacts, type UploadsContext } from "./upload-directory.ts";

/** `POST /v1/uploads`: begins a resumable upload, which is described in `Upload-Metadata`. */
export const createUpload = tusEndpoint(
  {
    method: "POST",
    path: UPLOADS_PATH,
    summary:
      "Begin a resumable upload of a build (tus 1.0); it is at the address in Location, and may already bring bytes",
    status: 201,
    headers: {
      ...TUS_HEADERS,
      "Upload-Length": "How many bytes the build has",
      "Upload-Metadata":
        "releaseId, platform, arch, format, fileName and, if they are known, sha256, sha512, appVersion, minimumOsVersion, maximumOsVersion and updaters (as JSON); each value in base64",
    },
  },
  async (context, actor, request, reply) => {
    const metadata = await readMetadata(context, actor, request.headers["upload-metadata"]?.toString());
    if (!metadata.ok) return metadata;
    const size = checkSize(request.headers["upload-length"]?.toString());
    if (!size.ok) return size;
    const fits = checkCarried(context, metadata.value, size.value);
    if (!fits.ok) return fits;
    const { quotas } = context.config;
    const promised = await context.uploads.countPromisedBytes();
    const within = withinQuota(quotas, "server_upload_bytes", promised, size.value);
    if (!within.ok) return within;
    const begun = await askTus(context.uploads.server, request, {
      metadata: Metadata.stringify(metadata.value.facts),
    });
    if (!begun.ok) return begun;
    sendTus(reply, begun.value).status(201);
    const { publicUrl } = context.config;
    if (publicUrl !== null) reply.header("location", `${publicUrl}${begun.value.get("location")}`);
    const id = begun.value.get("location")?.split("/").at(-1) ?? "";
    if (begun.value.get("upload-offset") !== String(size.value)) return ok(reply.send());
    return sendIfComplete(context, actor, id, reply);
  },
);

/** What an upload is begun with. */
interface BegunUpload {
  readonly facts: UploadFacts & Record<string, string | null>;
  readonly said: Omit<CheckedBuild, "size">;
  readonly release: Release;
}

/** Reads `Upload-Metadata`, and adds the caller. */
async function readMetadata(
  context: UploadsContext,
  actor: Actor,
  header: string | undefined,
): Promise<Result<BegunUpload, Refusal>> {
  const permitted = permit(actor, "add_build");
  if (!permitted.ok) return permitted;
  const metadata = parseMetadata(header);
  if (!metadata) return err(refuse("metadata_malformed", METADATA));
  const described = UploadMetadata.safeParse(metadata);
  if (!described.success) return malformed(described.error);
  const said = describeBuild(described.data);
  if (!said.ok) return said;
  const release = await findRelease(context.store.database, described.data.releaseId);
  if (!release) return notFound("release");
  return ok({ facts: { ...metadata, actorId: actor.id }, said: said.value, release });
}

/** Refuses what the build is said to carry as far as that needs no bytes, before gigabytes of them are sent. */
function checkCarried(
  { fleet }: UploadsContext,
  { said, release }: BegunUpload,
  size: number,
): Result<true, Refusal> {
  const fit = checkBuild({ ...said, size }, release);
  if (!fit.ok) return fit;
  const { wrong } = claimsOf(fleet.product, said.updaters);
  return wrong ? err(wrong) : ok(true);
}

const METADATA =
  "Upload-Metadata cannot be read; write each name with its value in base64, such as `releaseId <base64>,fileName <base64>`.";

function parseMetadata(header: string | undefined): Record<string, string | null> | null {
  try {
    return Metadata.parse(header);
  } catch {
    return null;
  }
}

function checkSize(header: string | undefined): Result<number, Refusal> {
  if (header === undefined || !/^\d{1,15}$/.test(header)) {
    return err(
      refuse(
        "size_unknown",
        "Upload-Length is missing or malformed; set it to the number of bytes of the build.",
      ),
    );
  }
  const size = Number(header);
  if (size === 0)
    return err(refuse("build_empty", "Upload-Length says 0; send a build of at least one byte."));
  if (size <= MAX_BUILD_BYTES) return ok(size);
  const message = `A build of ${size} bytes is too large; send at most ${MAX_BUILD_BYTES} bytes.`;
  return err(refuse("build_too_large", message));
}
