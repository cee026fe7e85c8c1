import type { FastifyReply, FastifyRequest } from "fastify";
import { ok, type Refusal, type Result } from "../result.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Context } from "./context.ts";
import { guardTwice } from "./guard.ts";
import { fingerprintOf, type KeptAnswer, OnceOnly, readIdempotencyKey } from "./idempotency.ts";
import type { EntityGuard } from "./if-match.ts";
import { sendRefusal } from "./problem.ts";

/** The guard of a request with an Idempotency-Key, or null if it has none. `said` is its content as text. */
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

/** How a POST is answered. `said` is its content as text; `taker` notes the ETag of what it creates or shows. */
interface AnsweredPost extends KeptAnswer {
  readonly said: string;
  readonly taker?: EntityGuard | undefined;
}

/** A POST with what is needed to do it and to answer it. */
interface PostCall {
  readonly context: Context;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly kept: AnsweredPost;
  /** Does the call. The context is the one above, or a copy with a guard for its transaction. */
  readonly handle: (context: Context) => Promise<Result<unknown, Refusal>>;
}

/** Does a call and answers it; with an Idempotency-Key only once: later it repeats the first answer. */
export async function answerOnce({
  context,
  request,
  reply,
  kept: post,
  handle,
}: PostCall): Promise<FastifyReply> {
  const { said, taker, ...kept } = post;
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
