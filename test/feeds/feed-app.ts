import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { registerInstallations } from "../../src/api/updates/register-installations.ts";
import type { Build } from "../../src/catalog/build.ts";
import type { Architecture, Platform } from "../../src/catalog/platform.ts";
import type { Updater } from "../../src/catalog/updaters.ts";
import { SaidCheckQuery, type VerdictAnswer } from "../../src/contract/verdict.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { answerCheck } from "../../src/updates/check.ts";
import type { UpdatesContext } from "../../src/updates/updates-context.ts";
import { answeringContext } from "../support/answering-context.ts";

type Published = Parameters<typeof answeringContext>[0];

/** What a check is asked beside the organization. */
export interface CheckAsked {
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly version: string;
  readonly updater?: Updater;
  readonly format?: string | undefined;
  readonly installation?: string;
  readonly osVersion?: string;
  readonly managed?: string;
}

/** A server with the feeds of the product, which answers from what a test published last. */
export interface FeedApp {
  /** Where it is reached, with the path that it is behind. */
  readonly url: string;
  /** The last published world. */
  readonly context: UpdatesContext;
  /** The bytes of every file, by SHA-256 in hex; a test may put others in their place. */
  readonly files: Map<string, Uint8Array>;
  publish(world: Published): void;
  /** The answer of a check, by the same world. */
  check(organization: string, asked: CheckAsked): VerdictAnswer;
  close(): Promise<void>;
}

/** What signs the answers of a server: its keys, and the roots of TUF; whether check-ins come from logs. */
type Trusted = Partial<Pick<UpdatesContext, "feedKeys" | "tufRoots" | "countsFromLogs">>;

/** Adds routes and hooks of a test to a server; `answering` always answers from what was published last. */
type Extend = (app: FastifyInstance, answering: UpdatesContext) => void;

/** Starts one, behind `path`, which a proxy would take out. */
export async function startFeedApp(
  path = "",
  trusted: Trusted = {},
  extend: Extend = () => undefined,
): Promise<FeedApp> {
  let url = "";
  const from = (world: Published): UpdatesContext => ({
    ...answeringContext(world),
    ...trusted,
    originOf: () => url,
  });
  let context = from({ organizations: [], releases: [], builds: [] });
  const files: FeedApp["files"] = new Map();
  const app = Fastify({
    rewriteUrl: ({ url: asked = "" }) => asked.slice(asked.startsWith(path) ? path.length : 0),
  });
  const answering = new Proxy({} as UpdatesContext, { get: (_, name) => Reflect.get(context, name) });
  extend(app, answering);
  registerInstallations(app, answering, FEEDS);
  app.get<{ Params: { sha256: string } }>("/builds/:sha256/:fileName", async ({ params }, reply) => {
    const bytes = files.get(params.sha256);
    return bytes ? Buffer.from(bytes) : reply.status(404).send();
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${path}`;
  return {
    url,
    files,
    get context() {
      return context;
    },
    publish: (world) => {
      context = from(world);
    },
    check: (organization, asked) => {
      const query = SaidCheckQuery.parse({ organization, ...asked });
      return JSON.parse(String(answerCheck(context, query, undefined).body)) as VerdictAnswer;
    },
    close: () => app.close(),
  };
}

/** Puts the file of a build among those of the server. */
export function keepFile({ files }: FeedApp, build: Build, bytes: Uint8Array): Build {
  if (build.sha256 !== null) files.set(build.sha256, bytes);
  return build;
}
