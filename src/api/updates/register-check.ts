import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { CheckQuery } from "../../contract/verdict.ts";
import { answerCheck } from "../../updates/check.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { sendReply } from "./send-reply.ts";

/** `GET /v1/updates/check`: which version may this installation run? Needs no token: an installation has none. */
export function registerCheck(app: FastifyInstance, context: UpdatesContext): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "GET",
    url: "/v1/updates/check",
    schema: { summary: "Which version may this installation run, and why?", querystring: CheckQuery },
    handler: async ({ query, headers }, reply) => sendReply(reply, answerCheck(context, query, headers.host)),
  });
}
