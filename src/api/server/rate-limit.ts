import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../../result.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { DEFAULT_QUOTAS, formatParty, partyOf, quotaFor, quotaReached } from "../../tenancy/quota.ts";
import type { Context } from "../context.ts";
import { sendRefusal } from "../problem.ts";

/** The most callers to remember; beyond that the least recently seen are forgotten. */
const MOST_REMEMBERED = 20_000;

type Count = ReturnType<FastifyInstance["createRateLimit"]>;

declare module "fastify" {
  interface FastifyInstance {
    /** Counts a call of a signed-in caller, of its customer or partner, or of an address; null if there is no limit. */
    countCall: { readonly ofActor: Count; readonly ofParty: Count; readonly fromAddress: Count } | null;
  }
}

/**
 * Sets up the limits of calls per minute: for each caller, for all callers of one customer or partner, and for each
 * address. The tokens of the operator have no limit, and neither has the vendor as a whole.
 */
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
  const ofParty = app.createRateLimit({
    keyGenerator: ({ actor }) => formatParty(partyOf(actor as Actor)),
    max: ({ actor }) => mostOfParty(actor as Actor, config),
    allowList: ({ actor }) => actor === null || levelOf(actor.role) === "vendor",
  });
  const fromAddress = app.createRateLimit({});
  app.decorate("countCall", config.callsPerMinute > 0 ? { ofActor, ofParty, fromAddress } : null);
}

/** The calls a minute of a customer or a partner: its quota, and never less than one caller may make. */
function mostOfParty(actor: Actor, { quotas, callsPerMinute }: Context["config"]): number {
  const name = quotaFor("calls", partyOf(actor));
  return name === null ? Number.POSITIVE_INFINITY : Math.max(quotas[name], callsPerMinute);
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
  if (!counted.isAllowed && counted.isExceeded) {
    const { max, ttlInSeconds } = counted;
    const message = `Too many calls: the limit is ${max} a minute; try again in ${ttlInSeconds} seconds.`;
    sendRefusal(reply.header("retry-after", String(ttlInSeconds)), refuse("too_many_requests", message));
    return false;
  }
  return request.actor === null || isPartyWithinRate(request, reply, request.actor);
}

/** Counts this call for the caller's customer or partner. False if it exceeds the quota; then it is answered. */
async function isPartyWithinRate(
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
): Promise<boolean> {
  const counted = await request.server.countCall?.ofParty(request);
  const name = quotaFor("calls", partyOf(actor));
  if (!counted || counted.isAllowed || !counted.isExceeded || name === null) return true;
  reply.header("retry-after", String(counted.ttlInSeconds));
  sendRefusal(reply, quotaReached({ ...DEFAULT_QUOTAS, [name]: counted.max }, name));
  return false;
}
