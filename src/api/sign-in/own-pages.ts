import type { FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../../result.ts";
import type { Context } from "../context.ts";
import { sendRefusal } from "../problem.ts";
import { sourceOf } from "../request-headers.ts";

/**
 * A hook that refuses a sign-in from another site's page with `cross_site_request`. Without it another site could sign a
 * person in to a foreign account, whose owner would see what the person enters.
 */
export function refuseElsewhere({ config }: Context) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> =>
    sourceOf(config, request.headers) === "elsewhere" ? sendRefusal(reply, FROM_ELSEWHERE) : undefined;
}

const FROM_ELSEWHERE = refuse(
  "cross_site_request",
  "Another site cannot sign people in here; sign in on this server's own pages, or from a program.",
);
