import type { Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { Limits } from "../../serving/limits.ts";

/** Whether a server is stopping. */
export interface Stopping {
  isStopping: boolean;
}

declare module "fastify" {
  interface FastifyInstance {
    /** Whether the server is stopping: every answer then tells its client to close the connection. */
    stopping: Stopping;
  }
}

const LOOK_EVERY_MS = 50;

/** From the moment in which the server begins to stop, makes every answer tell its client to close the connection. */
export function announceStopping(app: FastifyInstance, stopping: Stopping): void {
  app.decorate("stopping", stopping);
  app.addHook("preClose", async () => {
    stopping.isStopping = true;
  });
  app.addHook("onSend", async (_request, reply) => {
    if (stopping.isStopping) reply.raw.shouldKeepAlive = false;
  });
}

/**
 * Answers on for a moment while it tells clients to close their connections, so that few are idle when it closes those
 * itself: a request that is sent into a connection in that instant is lost. Then accepts no more connections and waits for
 * the calls in progress, at most `stopMs`.
 */
export async function stopApp(
  app: FastifyInstance,
  limits: Pick<Limits, "drainMs" | "stopMs">,
): Promise<void> {
  app.stopping.isStopping = true;
  await drain(app.server, limits.drainMs);
  const sweeping = setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY_MS);
  const giveUp = setTimeout(() => app.server.closeAllConnections(), limits.stopMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweeping);
    clearTimeout(giveUp);
  }
}

/** Waits until there are no connections, at most so long. */
async function drain(server: Server, longestMs: number): Promise<void> {
  for (let waited = 0; waited < longestMs; waited += LOOK_EVERY_MS) {
    if ((await countConnections(server)) === 0) return;
    await pause(LOOK_EVERY_MS);
  }
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((_error, count) => resolve(count ?? 0));
  });
}
