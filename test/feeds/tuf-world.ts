import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Build } from "../../src/catalog/build.ts";
import type { TufRoot } from "../../src/catalog/tuf-root.ts";
import type { FeedKey } from "../../src/catalog/updater-key.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { toInstant } from "../../src/instant.ts";
import { createAnswerer } from "../../src/updates/answerer.ts";
import { nodeBodyReader } from "../../src/updates/read-node-body.ts";
import type { UpdatesContext } from "../../src/updates/updates-context.ts";
import { answeringContext } from "../support/answering-context.ts";
import { anOrganization, aRelease, at } from "../support/records.ts";
import { type TufClient, tufClient } from "./clients/tuf-client.ts";
import { aBuild } from "./feed-server.ts";
import { anOnlineKey, aRootKey, aTufRoot } from "./tuf-trust.ts";

export const ACME = anOrganization({ name: "Acme" });
export const NOBODY = "0b0f0c5e-0000-4000-8000-000000000000";
export const ROOT_KEY = aRootKey();
export const ONLINE = anOnlineKey();
export const FIRST = aTufRoot({ keys: [ROOT_KEY], online: [ONLINE] });
export const WIN = { platform: "win", arch: "x64" } as const;
export const OLD = { ...WIN, version: "1.0.0.1" };

export const bytesOf = (version: string, kind: string) => Buffer.from(`${version} for ${kind} `.repeat(50));
export const KINDS = [
  { ...WIN, format: "exe", fileName: "App Setup.exe" },
  { platform: "win", arch: "arm64", format: "exe", fileName: "App Setup.exe" },
  { platform: "linux", arch: "x64", format: "deb", fileName: "app.deb" },
] as const;

/** A server of feeds, whatever stands between it and a client, and the vendor's keys; a test changes it as it goes. */
export class TufWorld {
  /** What stands between the client and the server: gives what arrives of a body. */
  network: (path: string, body: string) => string = (_, body) => body;
  /** The public path of the server, with a slash before it. */
  basePath = "";
  now: number = at("2026-03-01T08:00:00Z");
  keys: readonly FeedKey[] = [ONLINE];
  roots: readonly TufRoot[] = [FIRST];
  host = "";
  #files = new Map<string, Buffer>();
  #context!: UpdatesContext;
  #clients: TufClient[] = [];

  constructor() {
    this.publish("2.0.0.5");
  }

  get context(): UpdatesContext {
    return this.#context;
  }

  /** The digests of all builds. */
  get digests(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** Publishes these releases, and nothing else. */
  publish(...versions: readonly string[]): void {
    const out = { automaticAt: at("2026-02-01"), state: "published" } as const;
    const releases = versions.map((version) => aRelease(version, out));
    this.#files = new Map();
    const builds = releases.flatMap(({ id: releaseId }, index) =>
      KINDS.map((kind): Build => {
        const bytes = bytesOf(versions[index] ?? "", `${kind.platform} ${kind.arch}`);
        const build = aBuild(bytes, { ...kind, releaseId, addedAt: at("2026-01-01") });
        this.#files.set(build.sha256 ?? "", bytes);
        return build;
      }),
    );
    this.#context = {
      ...answeringContext({ organizations: [ACME], releases, builds }),
      now: () => toInstant(this.now),
      feedKeys: async () => this.keys,
      tufRoots: async () => this.roots,
      originOf: () => `${this.host}${this.basePath}`,
    };
  }

  /** Listens on a free port; gives what ends it. */
  async listen(): Promise<() => Promise<void>> {
    const context = new Proxy({} as UpdatesContext, { get: (_, name) => Reflect.get(this.#context, name) });
    const answer = createAnswerer(context, FEEDS);
    const server = createServer(async (request, response) => {
      const { url = "" } = request;
      const path = url.startsWith(this.basePath) ? url.slice(this.basePath.length) : url;
      const asked = { method: request.method, url: path, headers: request.headers };
      const ready = await answer(asked, nodeBodyReader(request));
      const body = ready ? Buffer.from(ready.body, "latin1") : this.#files.get(path.split("/")[2] ?? "");
      const arrives = this.network(ready ? path : "a build", body?.toString() ?? "");
      const kept = ready?.headers.filter((_, at, all) => all[at - (at % 2)] !== "content-length") ?? [];
      response.writeHead(ready?.status ?? 200, kept).end(arrives);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return async () => {
      for (const client of this.#clients) client.close();
      server.closeAllConnections();
      await new Promise<unknown>((resolve) => server.close(resolve));
    };
  }

  /** An app with the first root in it. */
  anApp(more: Partial<Parameters<typeof tufClient>[0]> = {}): TufClient {
    const client = tufClient({ root: FIRST.metadata, now: () => this.now, ...more });
    this.#clients.push(client);
    return client;
  }

  address(organization = ACME.id) {
    return { server: `${this.host}${this.basePath}`, organization };
  }

  path(file: string, organization = ACME.id): string {
    return `${this.host}/feeds/tuf/${organization}/${file}`;
  }
}
