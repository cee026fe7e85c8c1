import type { Readable } from "node:stream";
import { NO_EXTRAS } from "../../catalog/build.ts";
import { parseFormat } from "../../catalog/platform.ts";
import type { Release } from "../../catalog/release.ts";
import { permit } from "../../commands/perform.ts";
import type { DescribedBuild } from "../../commands/releases/add-build.ts";
import { IdParams } from "../../contract/fields.ts";
import { BuildAnswer, BuildUploadQuery, HostedBuildBody } from "../../contract/release.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { answerOnce } from "../answer-once.ts";
import { checkHostedAddress } from "../hosted-address.ts";
import { claimsOf } from "../signatures/file-inspection.ts";
import { addBuild } from "./add-build.ts";
import { malformed } from "./malformed.ts";
import { isStream, OCTETS, octetsEndpoint, type SentFile } from "./octets.ts";
import { type BuildFilesContext, receiveBuild } from "./receive-build.ts";

/** `POST /v1/releases/{id}/builds`: the bytes themselves, described in the query, or JSON for a build hosted elsewhere. */
export const uploadBuild = octetsEndpoint(
  {
    method: "POST",
    path: "/v1/releases/:id/builds",
    summary:
      "Add a build: its bytes (application/octet-stream, described in the query) or where it is hosted (JSON)",
    params: IdParams,
    query: BuildUploadQuery.partial(),
    body: HostedBuildBody,
    bodyTypes: [OCTETS],
    answer: BuildAnswer,
    status: 201,
  },
  async (context, sent, reply) => {
    const given = await read(context, sent);
    if (!given.ok) return given;
    const kept = { status: 201, answer: BuildAnswer, content: JSON.stringify(given.value) };
    const add = (guarded: BuildFilesContext) => addBuild(guarded, sent.actor, sent.id, given.value);
    return ok(await answerOnce(context, reply, kept, add));
  },
);

type BuildUpload = Promise<Result<DescribedBuild, Refusal>>;

/** The build that was sent or named, with its description; bytes that were sent are stored by then. */
async function read(context: BuildFilesContext, { actor, id, query, body }: SentFile): BuildUpload {
  const permitted = permit(actor, "add_build");
  if (!permitted.ok) return permitted;
  const release = await findRelease(context.store.database, id);
  if (!release) return notFound("release");
  return isStream(body) ? receive(context, release, query, body) : readHosted(context, body);
}

async function receive(
  context: BuildFilesContext,
  release: Release,
  query: unknown,
  bytes: Readable,
): BuildUpload {
  const described = BuildUploadQuery.safeParse(query);
  if (!described.success) return malformed(described.error);
  return receiveBuild(context, release, described.data, bytes);
}

async function readHosted({ config, fleet }: BuildFilesContext, body: unknown): BuildUpload {
  const hosted = HostedBuildBody.safeParse(body);
  if (!hosted.success) return malformed(hosted.error);
  const address = checkHostedAddress(hosted.data.url, config.hostedBuilds);
  if (!address.ok) return address;
  const { sha1, appVersion = null, updaters = {}, ...rest } = hosted.data;
  const { minimumOsVersion = null, maximumOsVersion = null, ...described } = rest;
  const { platform, fileName } = described;
  const format = parseFormat(platform, hosted.data.format, fileName);
  if (!format.ok) return format;
  const { wrong } = claimsOf(fleet.product, updaters);
  if (wrong) return err(wrong);
  const proofs = sha1 === undefined ? {} : { sha1 };
  const carried = { ...NO_EXTRAS, appVersion, minimumOsVersion, maximumOsVersion, updaters, proofs };
  return ok({ ...described, ...carried, format: format.value, sha256: null });
}
