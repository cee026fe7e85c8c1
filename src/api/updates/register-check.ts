import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { CheckQuery, SaidCheckQuery } from "../../contract/verdict.ts";
import { CHECK_LIMITS, readText } from "../../feeds/feed.ts";
import { answerCheck } from "../../updates/check.ts";
import { ignoredHeaders } from "../../updates/ignored-parameters.ts";
import { readInstallationHeader } from "../../updates/named-installation.ts";
import { CHECK_PATH, NAMED_CHECK_PATH } from "../../updates/plain-check.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { sendReply } from "./send-reply.ts";

const KNOWN = Object.keys(CheckQuery.shape);

/**
 * `GET /v1/updates/check`: which version may this installation run? Needs no token: an installation has none. It may name
 * itself in the query, in a header, or as the end of the path (`/v1/updates/check/i/ID`), which takes precedence.
 */
export function registerCheck(app: FastifyInstance, context: UpdatesContext): void {
  const summary = "Which version may this installation run, and why?";
  for (const url of [CHECK_PATH, `${NAMED_CHECK_PATH}:installation`]) {
    app.withTypeProvider<ZodTypeProvider>().route({
      method: "GET",
      url,
      schema: { summary, querystring: SaidCheckQuery },
      preValidation: async ({ query }, reply) =>
        void reply.headers(ignoredHeaders(Object.keys(query as object), KNOWN)),
      handler: async ({ query, params, headers }, reply) => {
        const { installation: inPath } = params as { readonly installation?: string };
        const named = readText(inPath, CHECK_LIMITS.installation) ?? query.installation;
        const installation = named ?? readInstallationHeader(headers) ?? undefined;
        return sendReply(reply, answerCheck(context, { ...query, installation }, headers.host));
      },
    });
  }
}
