import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../../result.ts";
import type { Context } from "../context.ts";
import { sendRefusal } from "../problem.ts";

/** So many callers are remembered; beyond that those longest not seen begin anew. */
const MOST_REMEMBERED = 20_000;

type Count = ReturnType<FastifyInstance["createRateLimit"]>;

declare module "fastify" {
  interface FastifyInstance {
    /** Counts a call: of somebody who is signed in, or from an address; null: nothing is limited. */
    countCall: { readonly ofActor: Count; readonly fromAddress: Count } | null;
  }
}

/** Makes ready to count the calls of each caller, in a minute at a time. Not limited: the tokens of who runs the server. */
export async function prepareRateLimit(
  app: FastifyInstance,
  { config, fixedTokens }: Context,
): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    max: config.callsPerMinute,
    timeWindow: 60_000,
    cache: MOST_REMEMBERED,
  });
  const operators = new Set([...fixedTokens.values()].map(({ id }) => id));
  const ofActor = app.createRateLimit({
    keyGenerator: ({ actor }) => actor?.id ?? "",
    allowList: (_request, id) => operators.has(id),
  });
  const isLimited = config.callsPerMinute > 0;
  app.decorate("countCall", isLimited ? { ofActor, fromAddress: app.createRateLimit({}) } : null);
}

/** A hook for calls that nobody is signed in for: they count for the address that they come from. */
export async function limitAddress(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  return (await isWithinRate(request, reply)) ? undefined : reply;
}

/** Counts this call; false: it was one too many, and is answered with 429 and `Retry-After`. */
export async function isWithinRate(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const { countCall } = request.server;
  if (!countCall) return true;
  const counted = await (request.actor ? countCall.ofActor : countCall.fromAddress)(request);
  if (counted.isAllowed || !counted.isExceeded) return true;
  const { max, ttlInSeconds } = counted;
  const message = `Too many calls: the limit is ${max} a minute; try again in ${ttlInSeconds} seconds.`;
  sendRefusal(reply.header("retry-after", String(ttlInSeconds)), refuse("too_many_requests", message));
  return false;
}
