import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../../result.ts";
import type { Context } from "../context.ts";
import { sendRefusal } from "../problem.ts";

/** The most callers to remember; beyond that the least recently seen are forgotten. */
const MOST_REMEMBERED = 20_000;

type Count = ReturnType<FastifyInstance["createRateLimit"]>;

declare module "fastify" {
  interface FastifyInstance {
    /** Counts a call of a signed-in caller or of an address; null if there is no limit. */
    countCall: { readonly ofActor: Count; readonly fromAddress: Count } | null;
  }
}

/** Sets up the limit of calls per minute for each caller. The tokens of the operator have no limit. */
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

/** Rate-limits anonymous calls by client address. */
export async function limitAddress(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  return (await isWithinRate(request, reply)) ? undefined : reply;
}

/**
 * Counts an anonymous call by client address, and leaves the answer to the caller. False if it exceeds the limit: then
 * the call is answered without the database.
 */
export async function isAddressWithinRate(request: FastifyRequest): Promise<boolean> {
  const { countCall } = request.server;
  if (!countCall) return true;
  const counted = await countCall.fromAddress(request);
  return counted.isAllowed || !counted.isExceeded;
}

/** Counts this call. False if it exceeds the limit; then it is answered with 429 and `Retry-After`. */
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
