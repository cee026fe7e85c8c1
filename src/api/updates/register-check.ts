import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { CheckQuery, SaidCheckQuery } from "../../contract/verdict.ts";
import { answerCheck } from "../../updates/check.ts";
import { ignoredHeaders } from "../../updates/ignored-parameters.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { sendReply } from "./send-reply.ts";

const KNOWN = Object.keys(CheckQuery.shape);

/** `GET /v1/updates/check`: which version may this installation run? Needs no token: an installation has none. */
export function registerCheck(app: FastifyInstance, context: UpdatesContext): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "GET",
    url: "/v1/updates/check",
    schema: { summary: "Which version may this installation run, and why?", querystring: SaidCheckQuery },
    preValidation: async ({ query }, reply) =>
      void reply.headers(ignoredHeaders(Object.keys(query as object), KNOWN)),
    handler: async ({ query, headers }, reply) => sendReply(reply, answerCheck(context, query, headers.host)),
  });
}
