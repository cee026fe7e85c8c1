import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FEEDS } from "../src/feeds/feeds.ts";
import { createAnswerer } from "../src/updates/answerer.ts";
import { sendByNode } from "../src/updates/node-http.ts";
import { nodeBodyReader } from "../src/updates/read-node-body.ts";
import { answeringContext } from "./answering-context.ts";
import { serveForParent } from "./serve-for-parent.ts";
import { makeWorld } from "./world.ts";

/** The size of the world of a process behind a cache, and how it lets caches keep answers. */
export interface CachedOrder {
  readonly organizations: number;
  readonly sharedCacheSeconds: number;
  readonly countsFromLogs: boolean;
}

/** Answers installations over a world in memory, and says at the address `/reached` how many checks have reached it. */
serveForParent(async ({ organizations, sharedCacheSeconds, countsFromLogs }: CachedOrder) => {
  const context = answeringContext(makeWorld(organizations), { sharedCacheSeconds, countsFromLogs });
  const answer = createAnswerer(context, FEEDS);
  let reached = 0;
  const server = createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
    if (request.url === "/reached") return response.end(String(reached));
    const ready = answer(request, nodeBodyReader(request));
    // The cache asks for "/" while it starts.
    if (ready === null || ready instanceof Promise) return response.writeHead(404).end();
    reached++;
    sendByNode(response, ready);
  });
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", 16_384, () => resolve((server.address() as AddressInfo).port)),
  );
  return { ports: { port, tlsPort: null }, close: async () => void server.close() };
});
