import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FEEDS } from "../src/feeds/feeds.ts";
import { CheckIns } from "../src/fleet/check-ins.ts";
import { Fleet } from "../src/fleet/fleet.ts";
import { toInstant } from "../src/instant.ts";
import { createAnswerer } from "../src/updates/answerer.ts";
import { startCounts } from "../src/updates/check-counts.ts";
import { FeedReplies } from "../src/updates/feed-replies.ts";
import { Latencies } from "../src/updates/latencies.ts";
import { sendByNode } from "../src/updates/node-http.ts";
import { nodeBodyReader } from "../src/updates/read-node-body.ts";
import type { UpdatesContext } from "../src/updates/updates-context.ts";
import { serveForParent } from "./serve-for-parent.ts";
import { makeWorld } from "./world.ts";

/** The size of the world of a process that only answers installations. */
export interface AnsweringOrder {
  readonly organizations: number;
}

const ORIGIN = "https://updates.example.org";

/** Answers installations over a world in memory, and does nothing else: no framework, no database, no clients. */
serveForParent(async ({ organizations }: AnsweringOrder) => {
  const answer = createAnswerer(contextOf(organizations), FEEDS);
  const server = createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
    const ready = answer(request, nodeBodyReader(request));
    if (ready === null || ready instanceof Promise) throw new Error(`${request.url} is no plain check`);
    sendByNode(response, ready);
  });
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", 16_384, () => resolve((server.address() as AddressInfo).port)),
  );
  const close = async () => void server.close();
  return { ports: { port, tlsPort: null }, close };
});

function contextOf(organizations: number): UpdatesContext {
  return {
    fleet: new Fleet(makeWorld(organizations)),
    now: () => toInstant(Date.now()),
    follower: { secondsBehind: 0, hasDiverged: false },
    checks: startCounts(),
    fastCheckLatencies: new Latencies(),
    feedReplies: new FeedReplies(),
    checkIns: new CheckIns(),
    countsFromLogs: false,
    sharedCacheSeconds: 60,
    feedKeys: async () => [],
    tufRoots: async () => [],
    publicUrl: ORIGIN,
    originOf: () => ORIGIN,
  };
}
