import type { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { misfitOfCompanion } from "../../catalog/companion-fit.ts";
import type { Companion } from "../../catalog/updaters.ts";
import { permit } from "../../commands/perform.ts";
import { IdParams } from "../../contract/fields.ts";
import { Problem } from "../../contract/problem.ts";
import { CompanionAnswer, CompanionQuery } from "../../contract/updaters.ts";
import { err, type Refusal, type Result, refuse } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { answerOnce } from "../answer-once.ts";
import { perform } from "../change.ts";
import { type AnyEndpoint, signIn } from "../endpoint.ts";
import { EntityGuard } from "../if-match.ts";
import { sendRefusal } from "../problem.ts";
import { findVisibleBuild } from "./find-visible-build.ts";
import { malformed } from "./malformed.ts";
import { isStream, OCTETS, takeOctets } from "./octets.ts";
import type { BuildFilesContext } from "./receive-build.ts";
import { receiveCompanion } from "./receive-companion.ts";

/** `POST /v1/builds/{id}/companions`: the bytes of a file that belongs to a build, described in the query. */
export const addCompanion: AnyEndpoint<BuildFilesContext> = {
  method: "POST",
  path: "/v1/builds/:id/companions",
  summary:
    "Add a file that belongs to a build: its block map, or the delta from an older version; the same bytes again are the same file, described anew",
  params: IdParams,
  query: CompanionQuery,
  bodyTypes: [OCTETS],
  answer: CompanionAnswer,
  status: 201,
  register: (app, context) => {
    app.register(async (scope) => register(scope, context));
  },
};

async function register(app: FastifyInstance, context: BuildFilesContext): Promise<void> {
  takeOctets(app);
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "POST",
    url: addCompanion.path,
    config: { takesStream: true },
    schema: {
      summary: addCompanion.summary,
      params: IdParams,
      response: { 201: CompanionAnswer, "4xx": Problem },
    },
    onRequest: (request, reply) => signIn(context, request, reply),
    handler: async (request, reply) => {
      const { id: buildId } = request.params;
      const actor = request.actor as Actor;
      const bytes = isStream(request.body) ? request.body : null;
      const given = await read(context, actor, { buildId, query: request.query, bytes });
      if (!given.ok) {
        bytes?.resume();
        return sendRefusal(reply, given.error);
      }
      const companion = given.value;
      const entityGuard = new EntityGuard("build", () => buildId);
      const kept = { status: 201, answer: CompanionAnswer, content: JSON.stringify(companion), entityGuard };
      const command = { kind: "add_companion", buildId, companion } as const;
      return answerOnce(context, reply, kept, (guarded) => perform(guarded, actor, command, () => companion));
    },
  });
}

interface CompanionRequest {
  readonly buildId: string;
  readonly query: unknown;
  readonly bytes: Readable | null;
}

/** The companion that was sent, with its description; its bytes are kept by then. */
async function read(
  context: BuildFilesContext,
  actor: Actor,
  { buildId, query, bytes }: CompanionRequest,
): Promise<Result<Companion, Refusal>> {
  const permitted = permit(actor, "add_companion");
  if (!permitted.ok) return permitted;
  const found = await findVisibleBuild(context.store.database, actor, buildId);
  if (!found) return notFound("build");
  const described = CompanionQuery.safeParse(query);
  if (!described.success) return malformed(described.error);
  if (!bytes) return err(NO_BYTES);
  const { from = null, edSignature = null } = described.data;
  // A file that does not belong here is refused before its bytes are taken; the command looks again.
  const likely = { ...described.data, from, edSignature, size: 0, sha256: "", sha512: "", sha1: "" };
  const wrong = misfitOfCompanion(likely, found.build, found.release);
  if (wrong !== null) return err(refuse("companion_does_not_fit", `${likely.fileName}: ${wrong}`));
  return receiveCompanion(context, found.build, described.data, bytes);
}

const NO_BYTES = refuse("build_empty", "Send the bytes of the file as application/octet-stream.");
