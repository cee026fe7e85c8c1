import type { FastifyReply } from "fastify";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Context } from "../context.ts";

/** Counts an attempt to sign in to an account. Refuses `too_many_attempts`, with `Retry-After`. */
export function beginAttempt(
  context: Context,
  reply: FastifyReply,
  account: string,
): Result<true, Refusal<"too_many_attempts">> {
  const waitSeconds = context.attempts.begin(account, reply.request.ip, context.now());
  if (waitSeconds === 0) return ok(true);
  reply.header("retry-after", String(waitSeconds));
  const message = `Too many attempts to sign in; try again in ${waitSeconds} seconds.`;
  return err(refuse("too_many_attempts", message));
}
