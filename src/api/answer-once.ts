import type { FastifyReply, FastifyRequest } from "fastify";
import { ok, type Refusal, type Result } from "../result.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Context } from "./context.ts";
import { guardTwice } from "./guard.ts";
import { fingerprintOf, type KeptAnswer, OnceOnly, readIdempotencyKey } from "./idempotency.ts";
import type { EntityGuard } from "./if-match.ts";
import { sendRefusal } from "./problem.ts";

/** The guard of a request that carries an Idempotency-Key; null: it carries none. `said` is what it says, as text. */
export function onceOnly(
  { now }: Context,
  request: FastifyRequest,
  said: string,
  kept: KeptAnswer,
): Result<OnceOnly | null, Refusal> {
  const key = readIdempotencyKey(request.headers["idempotency-key"]);
  if (!key.ok) return key;
  if (key.value === null) return ok(null);
  const fingerprint = fingerprintOf(request.method, request.url, said);
  const { id: actorId } = request.actor as Actor;
  return ok(new OnceOnly({ actorId, key: key.value, fingerprint }, kept, now));
}

/** A request, what it is answered through, and what its handler works with. */
export interface Exchange {
  readonly context: Context;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** How a POST is answered: `taker` takes the ETag of what it makes or shows. */
interface AnsweredPost extends KeptAnswer {
  readonly said: string;
  readonly taker?: EntityGuard | undefined;
}

/** Does what was asked and answers it; with an Idempotency-Key once, and then as it was answered the first time. */
export async function answerOnce(
  { context, request, reply }: Exchange,
  { said, taker, ...kept }: AnsweredPost,
  handle: (context: Context) => Promise<Result<unknown, Refusal>>,
): Promise<FastifyReply> {
  const { database } = context.store;
  const once = onceOnly(context, request, said, { ...kept, tag: () => taker?.tag ?? null });
  if (!once.ok) return sendRefusal(reply, once.error);
  const asked = once.value;
  if (await asked?.look(database)) return asked?.sendBefore(reply) ?? reply;
  const guard = asked && taker ? guardTwice(asked, taker) : (asked ?? taker);
  const result = await handle(guard ? { ...context, guard } : context);
  if (asked?.before) return asked.sendBefore(reply);
  if (!result.ok) return sendRefusal(reply, result.error);
  await asked?.keep(database, result.value);
  if (taker?.tag) reply.header("etag", taker.tag);
  return reply.status(kept.status).send(result.value);
}
