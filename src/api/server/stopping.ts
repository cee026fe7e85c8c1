import type { FastifyInstance } from "fastify";

/** Whether a server is stopping. */
export interface Stopping {
  isStopping: boolean;
}

/** From the moment in which the server begins to stop, makes every answer tell its client to close the connection. */
export function announceStopping(app: FastifyInstance, stopping: Stopping): void {
  app.addHook("preClose", async () => {
    stopping.isStopping = true;
  });
  app.addHook("onSend", async (_request, reply) => {
    if (stopping.isStopping) reply.raw.shouldKeepAlive = false;
  });
}

/**
 * Accepts no more connections and waits for the calls in progress, at most `stopMs`; does not wait for idle
 * connections.
 */
export async function stopApp(app: FastifyInstance, stopMs: number): Promise<void> {
  const sweeping = setInterval(() => app.server.closeIdleConnections(), 50);
  const giveUp = setTimeout(() => app.server.closeAllConnections(), stopMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweeping);
    clearTimeout(giveUp);
  }
}
