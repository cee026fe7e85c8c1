import type { Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Connections } from "./connections.ts";
import type { Limits } from "./limits.ts";

/** Whether a server is stopping. */
export interface Stopping {
  isStopping: boolean;
}

const LOOK_EVERY_MS = 50;

/** A server that is to stop. */
export interface EndingServer {
  readonly server: Server;
  readonly connections: Connections;
  /** Accepts no more connections; resolves when there are none. */
  readonly close: () => Promise<unknown>;
}

/**
 * Answers on for a moment while every answer tells its client to close the connection, so that few are idle when they are
 * closed here: a request that is sent into a connection in that instant is lost. Then `close` accepts no more connections
 * and waits for the calls in progress, at most `stopMs`.
 */
export async function stopServer(
  { server, connections, close }: EndingServer,
  limits: Pick<Limits, "drainMs" | "stopMs">,
): Promise<void> {
  await drain(server, limits.drainMs);
  const sweeping = setInterval(() => {
    server.closeIdleConnections();
    connections.closeUnused(server);
  }, LOOK_EVERY_MS);
  const giveUp = setTimeout(() => server.closeAllConnections(), limits.stopMs);
  try {
    await close();
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
