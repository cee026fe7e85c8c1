import type { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { IdParams } from "../../contract/fields.ts";
import { Problem } from "../../contract/problem.ts";
import { BuildAnswer, BuildUploadQuery, HostedBuildBody } from "../../contract/release.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { receiveBuildFile } from "../../store/build-files.ts";
import { findRelease } from "../../store/release-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { answerOnce } from "../answer-once.ts";
import type { Context } from "../context.ts";
import { type AnyEndpoint, signIn } from "../endpoint.ts";
import { sendRefusal } from "../problem.ts";
import { notAllowed, notFound } from "../refusals.ts";
import { addBuild, toFormat } from "./add-build.ts";

/** 4 GiB: the most bytes of one build. */
const MAX_BUILD_BYTES = 4 * 1024 ** 3;

/** `POST /v1/releases/{id}/builds`: the bytes themselves, described in the query, or JSON for a build hosted elsewhere. */
export const uploadBuild: AnyEndpoint = {
  method: "POST",
  path: "/v1/releases/:id/builds",
  summary:
    "Add a build: its bytes (application/octet-stream, described in the query) or where it is hosted (JSON)",
  ...{ params: IdParams, query: BuildUploadQuery.partial(), body: HostedBuildBody },
  ...{ bodyTypes: ["application/octet-stream"], answer: BuildAnswer, status: 201 },
  register: (app, context) => {
    app.register(async (scope) => register(scope, context));
  },
};

async function register(app: FastifyInstance, context: Context): Promise<void> {
  app.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
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
      const given = await read(context, actor, id, request.query, request.body);
      if (given.ok) {
        const kept = { status: 201, answer: BuildAnswer, said: JSON.stringify(given.value) };
        const add = (guarded: Context) => addBuild(guarded, actor, id, given.value);
        return answerOnce(context, request, reply, kept, add);
      }
      if (isStream(request.body)) request.body.resume();
      return sendRefusal(reply, given.error);
    },
  });
}

type Given = Promise<Result<Parameters<typeof addBuild>[3], Refusal>>;

/** The build that was sent or named, described; its bytes, if they were sent, are in the data directory then. */
async function read(context: Context, actor: Actor, id: string, query: unknown, body: unknown): Given {
  if (!may(actor, "manage_catalog")) return notAllowed("add builds");
  if (!(await findRelease(context.store.database, id))) return notFound("release");
  return isStream(body) ? receive(context, query, body) : readHosted(body);
}

async function receive(context: Context, query: unknown, bytes: Readable): Given {
  const described = BuildUploadQuery.safeParse(query);
  if (!described.success) return malformed(described.error);
  const { platform, arch, fileName, sha256, sha512 } = described.data;
  const format = toFormat(platform, described.data.format);
  if (!format.ok) return format;
  const received = await receiveBuildFile(context.config.dataDirectory, bytes, {
    maxBytes: MAX_BUILD_BYTES,
    ...(sha256 !== undefined && { expectedSha256: sha256 }),
    ...(sha512 !== undefined && { expectedSha512: sha512 }),
  });
  if (!received.ok) return received;
  return ok({ platform, arch, format: format.value, fileName, url: null, ...received.value });
}

async function readHosted(body: unknown): Given {
  const hosted = HostedBuildBody.safeParse(body);
  if (!hosted.success) return malformed(hosted.error);
  const format = toFormat(hosted.data.platform, hosted.data.format);
  return format.ok ? ok({ ...hosted.data, format: format.value, sha256: null }) : format;
}

function isStream(body: unknown): body is Readable {
  return typeof body === "object" && body !== null && "pipe" in body;
}

function malformed(error: z.ZodError): { readonly ok: false; readonly error: Refusal } {
  const [issue] = error.issues;
  const own = issue?.code === "custom" ? issue.params?.code : undefined;
  const code = own ?? (issue?.code === "unrecognized_keys" ? "unknown_field" : "invalid_field");
  return err(refuse(code, z.prettifyError(error).replaceAll("\n", " ")));
}
