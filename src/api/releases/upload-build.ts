import type { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { NO_EXTRAS } from "../../catalog/build.ts";
import { parseFormat } from "../../catalog/platform.ts";
import type { Release } from "../../catalog/release.ts";
import { permit } from "../../commands/perform.ts";
import type { DescribedBuild } from "../../commands/releases/add-build.ts";
import { IdParams } from "../../contract/fields.ts";
import { Problem } from "../../contract/problem.ts";
import { BuildAnswer, BuildUploadQuery, HostedBuildBody } from "../../contract/release.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { answerOnce } from "../answer-once.ts";
import { type AnyEndpoint, signIn } from "../endpoint.ts";
import { checkHostedAddress } from "../hosted-address.ts";
import { sendRefusal } from "../problem.ts";
import { claimsOf } from "../signatures/file-inspection.ts";
import { addBuild } from "./add-build.ts";
import { malformed } from "./malformed.ts";
import { isStream, OCTETS, takeOctets } from "./octets.ts";
import { type BuildFilesContext, receiveBuild } from "./receive-build.ts";

/** `POST /v1/releases/{id}/builds`: the bytes themselves, described in the query, or JSON for a build hosted elsewhere. */
export const uploadBuild: AnyEndpoint<BuildFilesContext> = {
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
  register: (app, context) => {
    app.register(async (scope) => register(scope, context));
  },
};

async function register(app: FastifyInstance, context: BuildFilesContext): Promise<void> {
  takeOctets(app);
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "POST",
    url: uploadBuild.path,
    config: { takesStream: true },
    schema: {
      summary: uploadBuild.summary,
      params: IdParams,
      response: { 201: BuildAnswer, "4xx": Problem },
    },
    onRequest: (request, reply) => signIn(context, request, reply),
    handler: async (request, reply) => {
      const { id } = request.params;
      const actor = request.actor as Actor;
      const given = await read(context, actor, { id, query: request.query, body: request.body });
      if (given.ok) {
        const kept = { status: 201, answer: BuildAnswer, content: JSON.stringify(given.value) };
        const add = (guarded: BuildFilesContext) => addBuild(guarded, actor, id, given.value);
        return answerOnce(context, reply, kept, add);
      }
      if (isStream(request.body)) request.body.resume();
      return sendRefusal(reply, given.error);
    },
  });
}

type BuildUpload = Promise<Result<DescribedBuild, Refusal>>;

interface BuildRequest {
  readonly id: string;
  readonly query: unknown;
  readonly body: unknown;
}

/** The build that was sent or named, with its description; bytes that were sent are stored by then. */
async function read(
  context: BuildFilesContext,
  actor: Actor,
  { id, query, body }: BuildRequest,
): BuildUpload {
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
  const { sha1, appVersion = null, updaters = {}, ...described } = hosted.data;
  const { platform, fileName } = described;
  const format = parseFormat(platform, hosted.data.format, fileName);
  if (!format.ok) return format;
  const { wrong } = claimsOf(fleet.product, updaters);
  if (wrong) return err(wrong);
  const proofs = sha1 === undefined ? {} : { sha1 };
  return ok({ ...described, ...NO_EXTRAS, appVersion, updaters, format: format.value, sha256: null, proofs });
}
