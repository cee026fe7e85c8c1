import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { IdParams } from "../../contract/fields.ts";
import { Problem } from "../../contract/problem.ts";
import type { Refusal, Result } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { type AnyEndpoint, signIn } from "../endpoint.ts";
import { sendRefusal } from "../problem.ts";
import { withRightsAtChange } from "../rights-at-change.ts";
import type { BuildFilesContext } from "./receive-build.ts";

/** The media type of the bytes of a file. */
export const OCTETS = "application/octet-stream";

/** Whether a body came as bytes. */
export function isStream(body: unknown): body is Readable {
  return body instanceof Readable;
}

/** What was sent to an endpoint that takes the bytes of a file. */
export interface SentFile {
  readonly actor: Actor;
  /** The id in the path. */
  readonly id: string;
  /** As it came; the endpoint reads it by its schema. */
  readonly query: unknown;
  /** A stream of the bytes that nobody has read, or the JSON that came instead, or nothing. */
  readonly body: unknown;
}

/** Answers, or refuses; bytes that it left unread are read and dropped then. */
type Take = (
  context: BuildFilesContext,
  sent: SentFile,
  reply: FastifyReply,
) => Promise<Result<FastifyReply, Refusal>>;

/** An endpoint that takes the bytes of a file as a stream, and answers 201. */
export function octetsEndpoint(
  described: Omit<AnyEndpoint<BuildFilesContext>, "register">,
  take: Take,
): AnyEndpoint<BuildFilesContext> {
  return {
    ...described,
    register: (app, context) => {
      app.register(async (scope) => register(scope, context, described, take));
    },
  };
}

function register(
  app: FastifyInstance,
  context: BuildFilesContext,
  { path, summary, answer }: Omit<AnyEndpoint<BuildFilesContext>, "register">,
  take: Take,
): void {
  app.addContentTypeParser(OCTETS, (_request, payload, done) => done(null, payload));
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "POST",
    url: path,
    config: { takesStream: true },
    schema: { summary, params: IdParams, response: { 201: answer, "4xx": Problem } },
    onRequest: (request, reply) => signIn(context, request, reply),
    handler: async (request, reply) => {
      const { query, body, params } = request;
      const sent = { actor: request.actor as Actor, id: params.id, query, body };
      const taken = await take(withRightsAtChange(context, request), sent, reply);
      if (taken.ok) return taken.value;
      if (isStream(body)) body.resume();
      return sendRefusal(reply, taken.error);
    },
  });
}
