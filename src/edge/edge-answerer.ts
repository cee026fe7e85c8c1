import type { Reply } from "../feeds/feed.ts";
import { FEEDS } from "../feeds/feeds.ts";
import { type Refusal, refuse } from "../result.ts";
import { type MetricsCaller, metricsAccess, TOKEN_NEEDED } from "../serving/metrics-access.ts";
import { basePathOf } from "../serving/public-address.ts";
import { notFound } from "../tenancy/refusals.ts";
import { createAnswerer } from "../updates/answerer.ts";
import type { Answerer, BodyReader, HeaderList, ReadyReply, UpdateRequest } from "../updates/http.ts";
import { noSuchPath, refusalReply } from "../updates/problem-reply.ts";
import { toReadyReply } from "../updates/ready-reply.ts";
import { securityHeaders } from "../updates/security-headers.ts";
import { toTrackingId } from "../updates/tracking-id.ts";
import type { EdgeConfig } from "./edge-config.ts";
import { healthOf } from "./edge-health.ts";
import { redirectToFile } from "./redirect-to-file.ts";
import type { RunningWorld } from "./running-world.ts";

/** The connection of a request. */
export interface Connection {
  /** The address at its other end, which is looked up when it is read. */
  readonly remoteAddress?: string | undefined;
}

/** Everything that an edge answers, over any HTTP runtime. */
export class EdgeAnswerer {
  readonly #config: EdgeConfig;
  readonly #basePath: string;
  /** The headers of every answer. */
  readonly security: HeaderList;
  #world: RunningWorld | null = null;
  #answer: Answerer = () => null;

  constructor(config: EdgeConfig) {
    this.#config = config;
    this.#basePath = basePathOf(config);
    this.security = securityHeaders(config.publicUrl?.startsWith("https:") ?? false);
  }

  /** Answers from this world from now on. */
  answerFrom(world: RunningWorld): void {
    this.#world = world;
    this.#answer = createAnswerer(world.context, FEEDS);
  }

  /** The answer to a request. Rejects only for a bug. */
  answer(
    request: UpdateRequest,
    readBody: BodyReader,
    connection: Connection,
  ): ReadyReply | Promise<ReadyReply> {
    const asked = this.#withoutBasePath(request);
    const world = this.#world;
    if (world === null) return this.#answerOther(asked, connection);
    const begunAt = performance.now();
    const answered = this.#answer(asked, readBody);
    if (answered === null) return this.#answerOther(asked, connection);
    if (!(answered instanceof Promise)) world.context.fastCheckLatencies.note(performance.now() - begunAt);
    return answered;
  }

  /** A refusal as it is sent. */
  #refuse(refusal: Refusal, request: UpdateRequest): ReadyReply {
    const trackingId = toTrackingId(request.headers);
    return this.#send(refusalReply(refusal, trackingId), trackingId);
  }

  /** A proxy may leave the path of the public address in the requests, or take it out. */
  #withoutBasePath(request: UpdateRequest): UpdateRequest {
    const { url, method, headers } = request;
    if (this.#basePath === "" || !url?.startsWith(`${this.#basePath}/`)) return request;
    return { url: url.slice(this.#basePath.length), method, headers };
  }

  /** Answers what is not asked by updaters; without a world, everything. */
  async #answerOther(request: UpdateRequest, connection: Connection): Promise<ReadyReply> {
    const { method = "GET", url = "", headers } = request;
    const [path = ""] = url.split("?");
    if (this.#world === null && isForInstallations(path)) return this.#refuse(NO_WORLD, request);
    const isRead = method === "GET" || method === "HEAD";
    const found = isRead ? await this.#find(path, request, connection) : null;
    if (found === null) return this.#refuse(noSuchPath(method, url), request);
    return "code" in found ? this.#refuse(found, request) : this.#send(found, toTrackingId(headers));
  }

  /** The answer at a path, a refusal, or null if there is nothing. */
  async #find(path: string, request: UpdateRequest, connection: Connection): Promise<Reply | Refusal | null> {
    const world = this.#world;
    const { url = "", headers } = request;
    if (path === "/healthz") return json(200, { status: "live" });
    if (path === "/readyz") return this.#readiness();
    if (path === "/metrics") {
      return this.#metrics({
        headers: headers as MetricsCaller["headers"],
        address: connection.remoteAddress,
      });
    }
    if (world === null || !path.startsWith("/builds/")) return null;
    return (await redirectToFile(world, url, this.#config.filesUrl)) ?? notFound("build").error;
  }

  #readiness(): Reply {
    const { isReady, state } = healthOf(this.#world, this.#config);
    const { headers, body } = json(200, state);
    return isReady
      ? { status: 200, headers, body }
      : { status: 503, headers: { ...headers, "retry-after": "5" }, body };
  }

  async #metrics(caller: MetricsCaller): Promise<Reply | Refusal | null> {
    const access = metricsAccess({ token: this.#config.metricsToken }, "shared_port", caller);
    if (access === "token_needed") return TOKEN_NEEDED;
    if (access === "hidden") return null;
    if (this.#world === null) return NO_WORLD;
    const { type, text } = await this.#world.metrics.get();
    return { status: 200, headers: { "content-type": type }, body: text };
  }

  #send(reply: Reply, trackingId: string): ReadyReply {
    return toReadyReply(reply, [...this.security, "trackingid", trackingId]);
  }
}

const NO_WORLD = refuse(
  "edge_without_world",
  "This edge has not heard from a server yet, so it cannot answer; try again in some seconds, since another may answer.",
);

function isForInstallations(path: string): boolean {
  return /^\/(v1\/updates\/check|feeds\/)/.test(path) || path.startsWith("/builds/");
}

function json(status: number, value: object): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(value),
  };
}
