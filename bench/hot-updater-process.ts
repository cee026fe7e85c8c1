import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { PeerOrder } from "./peers.ts";
import { serveForParent } from "./serve-for-parent.ts";
import { RELEASES } from "./world.ts";

/** No dependency of this project. */
const PACKAGE = "@hot-updater/server";

const BUNDLES = Array.from({ length: RELEASES }, (_, number) => ({
  id: `00000000-0000-0000-0000-${String(RELEASES - number + 1).padStart(12, "0")}`,
  platform: "ios",
  shouldForceUpdate: false,
  enabled: true,
  fileHash: "0".repeat(64),
  gitCommitHash: null,
  message: "",
  channel: "production",
  storageUri: `https://files.example.org/${number}.zip`,
  targetAppVersion: "*",
  fingerprintHash: null,
  metadata: {},
  rolloutCohortCount: 1_000,
  targetCohorts: null,
}));

/** Its database, newest bundle first: a list that never changes. */
const DATABASE = {
  name: "bundles-in-memory",
  getBundleById: async (id: string) => BUNDLES.find((bundle) => bundle.id === id) ?? null,
  getBundles: async () => ({
    data: BUNDLES,
    pagination: {
      total: BUNDLES.length,
      hasNextPage: false,
      hasPreviousPage: false,
      currentPage: 1,
      totalPages: 1,
    },
  }),
  getChannels: async () => ["production"],
};

/** The server of Hot Updater, which updates React Native apps. */
serveForParent(async ({ folder }: PeerOrder) => {
  const require = createRequire(`${folder}/`);
  const { createHotUpdater } = require(PACKAGE);
  const { toNodeHandler } = require(`${PACKAGE}/node`);
  const updater = createHotUpdater({ database: DATABASE, basePath: "/hot-updater" });
  const handle = toNodeHandler(updater) as RequestListener;
  const server = createServer((request, response) => handle(request, likeExpress(response)));
  server.keepAliveTimeout = 72_000;
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
  return { ports: { port, tlsPort: null }, close: async () => void server.close() };
});

/** A response with the two methods of Express that the handler calls. */
function likeExpress(response: ServerResponse): ServerResponse {
  const status = (code: number) => {
    response.statusCode = code;
    return response;
  };
  const send = (body: string) => {
    response.setHeader("content-length", Buffer.byteLength(body)).end(body);
  };
  return Object.assign(response, { status, send });
}
