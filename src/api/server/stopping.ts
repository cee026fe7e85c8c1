import type { FastifyInstance } from "fastify";
import type { Connections } from "../../serving/connections.ts";
import type { Limits } from "../../serving/limits.ts";
import { type Stopping, stopServer } from "../../serving/stop-server.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Whether the server is stopping: every answer then tells its client to close the connection. */
    stopping: Stopping;
    /** The open connections of this server and of its listener for metrics. */
    connections: Connections;
  }
}

/** From the moment in which the server begins to stop, makes every answer tell its client to close the connection. */
export function announceStopping(
  app: FastifyInstance,
  { stopping, connections }: Pick<FastifyInstance, "stopping" | "connections">,
): void {
  app.decorate("stopping", stopping);
  app.decorate("connections", connections);
  app.addHook("preClose", async () => {
    stopping.isStopping = true;
  });
  app.addHook("onSend", async (_request, reply) => {
    if (stopping.isStopping) reply.raw.shouldKeepAlive = false;
  });
}

/** Stops a server once its answers have told clients to close their connections. */
export function stopApp(app: FastifyInstance, limits: Pick<Limits, "drainMs" | "stopMs">): Promise<void> {
  app.stopping.isStopping = true;
  const { server, connections } = app;
  return stopServer({ server, connections, close: () => app.close() }, limits);
}
