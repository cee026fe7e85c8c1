import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../../result.ts";
import type { Limits } from "../../serving/limits.ts";
import { sendRefusal } from "../problem.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The body is streamed: it may take long, as long as bytes keep coming. */
    takesStream?: boolean;
  }
}

/**
 * Cuts off clients that begin a body and do not end it: a JSON body must arrive in time, a streamed one must keep
 * arriving, and one that was answered before its end is not awaited for long.
 */
export function cutOffSlowBodies(app: FastifyInstance, { bodyMs }: Limits): void {
  app.addHook("onRequest", async (request, reply) => {
    if (!hasBody(request.raw)) return;
    if (request.routeOptions.config.takesStream) request.raw.socket.setTimeout(bodyMs);
    else whenUnfinished(request.raw, bodyMs, () => answerLate(request, reply));
  });
  app.addHook("onResponse", async ({ raw }) => {
    if (hasBody(raw)) whenUnfinished(raw, bodyMs, () => raw.socket.destroy());
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  const { "content-length": length, "transfer-encoding": encoding } = headers;
  return encoding !== undefined || (length !== undefined && length !== "0");
}

/** Calls a function if a request has not arrived completely after `milliseconds`. */
function whenUnfinished(request: IncomingMessage, milliseconds: number, act: () => void): void {
  if (request.complete) return;
  const timer = setTimeout(() => (request.complete ? undefined : act()), milliseconds).unref();
  request.once("end", () => clearTimeout(timer));
  request.once("close", () => clearTimeout(timer));
}

function answerLate(request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return;
  const { socket } = request.raw;
  reply.raw.once("finish", () => socket.destroySoon());
  sendRefusal(reply.header("connection", "close"), TOO_SLOW);
}

const TOO_SLOW = refuse("body_too_slow", "The body did not arrive in time; send it without pauses.");
