import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { CheckQuery } from "../../contract/verdict.ts";
import { answerCheck } from "../../updates/check.ts";
import { lagHeaders } from "../../updates/lag.ts";
import { NOBODY_KEEPS } from "../../updates/shared-answer.ts";
import type { Context } from "../context.ts";
import { originOf } from "../origin.ts";

/** `GET /v1/updates/check`: which version may this installation run? Needs no token: an installation has none. */
export function registerCheck(app: FastifyInstance, context: Context): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "GET",
    url: "/v1/updates/check",
    schema: { summary: "Which version may this installation run, and why?", querystring: CheckQuery },
    handler: async (request, reply) => {
      const origin = originOf(context.config, request.headers.host);
      const answer = answerCheck(context, request.query, origin, context.now());
      return reply.headers({ "cache-control": NOBODY_KEEPS, ...lagHeaders(context) }).send(answer);
    },
  });
}
