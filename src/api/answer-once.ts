import type { FastifyReply, FastifyRequest } from "fastify";
import { ok, type Refusal, type Result } from "../result.ts";
import type { Actor } from "../tenancy/actor.ts";
import { formatParty, partyOf, type QuotaNumbers, quotaFor, quotaReached } from "../tenancy/quota.ts";
import type { Context, Guard } from "./context.ts";
import {
  fingerprintOf,
  type KeptAnswer,
  type KeptAnswersQuota,
  OnceOnly,
  readIdempotencyKey,
} from "./idempotency.ts";
import type { EntityGuard } from "./if-match.ts";
import { sendRefusal } from "./problem.ts";

/** The guard of a request with an Idempotency-Key, or null if it has none. `content` is its body as text. */
export function onceOnly(
  { now, config }: Context,
  request: FastifyRequest,
  content: string,
  kept: KeptAnswer,
): Result<OnceOnly | null, Refusal> {
  const key = readIdempotencyKey(request.headers["idempotency-key"]);
  if (!key.ok) return key;
  if (key.value === null) return ok(null);
  const fingerprint = fingerprintOf(request.method, request.url, content);
  const actor = request.actor as Actor;
  const quota = quotaOf(actor, config.quotas);
  const call = { actorId: actor.id, key: key.value, fingerprint };
  return ok(new OnceOnly(call, { ...kept, quota }, now));
}

function quotaOf(actor: Actor, quotas: QuotaNumbers): KeptAnswersQuota | null {
  const party = partyOf(actor);
  const name = quotaFor("kept_answers", party);
  if (name === null) return null;
  return { party: formatParty(party), most: quotas[name], refusal: quotaReached(quotas, name) };
}

/** How a POST is answered. `content` is its body as text; `entityGuard` reads the ETag of what the call creates or shows. */
interface AnsweredPost extends KeptAnswer {
  readonly content: string;
  readonly entityGuard?: EntityGuard | undefined;
}

/** Handles a POST and answers it. With an Idempotency-Key it is handled once; a replay gets the stored answer. */
export async function answerOnce<Needs extends Context>(
  context: Needs,
  reply: FastifyReply,
  { content, entityGuard, ...kept }: AnsweredPost,
  handle: (context: Needs) => Promise<Result<unknown, Refusal>>,
): Promise<FastifyReply> {
  const { database } = context.store;
  const once = onceOnly(context, reply.request, content, { ...kept, tag: () => entityGuard?.tag ?? null });
  if (!once.ok) return sendRefusal(reply, once.error);
  const asked = once.value;
  if (await asked?.look(database)) return asked?.sendBefore(reply) ?? reply;
  const guard = asked && entityGuard ? guardTwice(asked, entityGuard) : (asked ?? entityGuard);
  const result = await handle(guard ? { ...context, guard } : context);
  if (asked?.before) return asked.sendBefore(reply);
  if (!result.ok) return sendRefusal(reply, result.error);
  await asked?.keep(database, result.value);
  if (entityGuard?.tag) reply.header("etag", entityGuard.tag);
  return reply.status(kept.status).send(result.value);
}

/** One guard around another: a refusal of either rolls everything back. */
function guardTwice(outer: Guard, inner: Guard): Guard {
  return { around: (transaction, work) => outer.around(transaction, () => inner.around(transaction, work)) };
}
