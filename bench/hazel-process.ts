import { createServer, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import type { PeerOrder } from "./peers.ts";
import { serveForParent } from "./serve-for-parent.ts";

/** No dependency of this project. */
const PACKAGE = "hazel-server";

const RELEASE = {
  tag_name: "2.0.0",
  body: "",
  published_at: "2026-01-06T00:00:00Z",
  draft: false,
  prerelease: false,
  assets: [
    {
      name: "App-2.0.0-mac.zip",
      url: "https://files.example.org/1",
      browser_download_url: "https://files.example.org/App-2.0.0-mac.zip",
      content_type: "application/zip",
      size: 150_000_000,
    },
  ],
};

/** Hazel, an update server for Electron apps, with a list of releases in memory instead of the one that it reads from GitHub. */
serveForParent(async ({ folder }: PeerOrder) => {
  const require = createRequire(`${folder}/`);
  const main = require.resolve(PACKAGE);
  const fetching = createRequire(main).resolve("node-fetch");
  require(fetching);
  const loaded = require.cache[fetching];
  if (loaded === undefined) throw new Error(`hazel-server in ${dirname(main)} does not use node-fetch`);
  loaded.exports = async () => ({ status: 200, json: async () => [RELEASE] });
  const hazel = require(main) as (options: object) => RequestListener;
  const server = createServer(hazel({ account: "example", repository: "app" }));
  server.keepAliveTimeout = 72_000;
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
  return { ports: { port, tlsPort: null }, close: async () => void server.close() };
});
