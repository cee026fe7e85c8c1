import { registerRepositoryKey } from "../../src/api/updates/register-repository-key.ts";
import { sendReply } from "../../src/api/updates/send-reply.ts";
import { newUpdaterKey } from "../../src/api/updates/updater-keys.ts";
import type { Build } from "../../src/catalog/build.ts";
import type { Product } from "../../src/catalog/product.ts";
import type { Release } from "../../src/catalog/release.ts";
import type { FeedKeys, KeyPurpose } from "../../src/catalog/updater-key.ts";
import type { Organization } from "../../src/tenancy/organization.ts";
import { partOfReply } from "../../src/updates/part-of-reply.ts";
import type { UpdatesContext } from "../../src/updates/updates-context.ts";
import { at } from "../support/records.ts";
import { startFeedApp } from "./feed-app.ts";

/** What a server of feeds answers from. */
interface Published {
  readonly organizations?: readonly Organization[];
  readonly releases: readonly Release[];
  readonly builds: readonly Build[];
  readonly product?: Product;
}

/** Every feed and the files of builds on a free port of loopback, over records that a test publishes. */
export interface ProtocolServer {
  readonly url: string;
  /** What answers now; its clock stands at 2026-03-01. */
  readonly context: () => UpdatesContext;
  publish(published: Published): void;
  /** The bytes of builds that are kept here, by their SHA-256. */
  readonly files: Map<string, Uint8Array>;
  /** The keys that sign; a test may replace them. */
  readonly keys: Map<KeyPurpose, FeedKeys>;
  /** Each request as it came, `HEAD /feeds/…`. */
  readonly requests: string[];
  /** What is answered in place of the server's own answer, by path and query; null stands for 404. */
  readonly instead: Map<string, string | null>;
  /** The headers of what is answered instead. */
  insteadHeaders: Readonly<Record<string, string>>;
  /** Runs before each request is answered. */
  before: (target: string) => void;
  close(): Promise<void>;
}

/** Starts one; `publicPath` is the path of PUBLIC_URL, which a proxy in front took out of the requests. */
export async function startProtocolServer(publicPath = ""): Promise<ProtocolServer> {
  const own: Omit<ProtocolServer, "url" | "context" | "publish" | "files" | "close"> = {
    keys: new Map([["apt", [await newUpdaterKey("apt", at("2026-01-01"))]]]),
    requests: [],
    instead: new Map(),
    insteadHeaders: { "content-type": "text/plain", "accept-ranges": "bytes" },
    before: () => undefined,
  };
  const trusted = { feedKeys: async (purpose: KeyPurpose) => own.keys.get(purpose) ?? [] };
  const feedApp = await startFeedApp(publicPath, trusted, (app, answering) => {
    app.addHook("onRequest", async (request, reply) => {
      own.requests.push(`${request.method} ${request.url}`);
      own.before(request.url);
      const instead = own.instead.get(request.url);
      if (instead === undefined) return;
      if (instead === null) return reply.status(404).send();
      const whole = { status: 200, headers: own.insteadHeaders, body: instead };
      return sendReply(reply, partOfReply(whole, request.raw));
    });
    registerRepositoryKey(app, answering);
  });
  return Object.assign(own, {
    url: feedApp.url,
    files: feedApp.files,
    context: () => feedApp.context,
    publish: ({ organizations = [], ...published }: Published) =>
      feedApp.publish({ organizations, ...published }),
    close: feedApp.close,
  });
}
