import { setTimeout as pause } from "node:timers/promises";
import { FEEDS } from "../feeds/feeds.ts";
import { err, ok } from "../result.ts";
import { createHostValueCheck, hostRefusal } from "../serving/host-header.ts";
import { refuseAddress, urlOf } from "../serving/listen-address.ts";
import { METRICS_HEADERS } from "../serving/metrics-access.ts";
import type { Stopping } from "../serving/stop-server.ts";
import { within } from "../serving/within.ts";
import { createFetchHandler, headersRead, type WholeAnswerer } from "../updates/fetch-http.ts";
import type { ReadyReply } from "../updates/http.ts";
import type { Connection } from "./edge-answerer.ts";
import type { EdgeListener, ServerParts } from "./edge-server.ts";

/** A handler of requests in the style of the Fetch standard. */
export type FetchHandler = (request: Request, connection: Connection) => Response | Promise<Response>;

/** A server of a runtime whose servers take such a handler. */
export interface FetchServer {
  readonly port: number;
  /** Accepts no more connections; resolves when the calls in progress are answered. */
  finish(): Promise<unknown>;
  /** Ends every connection of a server that does not finish. */
  end(): unknown;
}

/** Listens, or throws the system's error. */
export type StartFetchServer = (
  handler: FetchHandler,
  where: { readonly hostname: string; readonly port: number },
  limits: ServerParts["limits"],
) => FetchServer;

/** Answers as an edge does by the server of such a runtime. */
export function listenByFetch(start: StartFetchServer): EdgeListener {
  return async (parts, address) => {
    const stopping = { isStopping: false };
    const { limits } = parts;
    const { host } = address;
    try {
      const server = start(handlerOf(parts, stopping), { hostname: host, port: address.port }, limits);
      const stop = async () => {
        stopping.isStopping = true;
        await pause(limits.drainMs);
        if ((await within(limits.stopMs, server.finish())) === "late") server.end();
      };
      return ok({ url: urlOf(host, server.port), stop });
    } catch (error) {
      const refusal = refuseAddress(error, address);
      if (refusal) return err(refusal);
      throw error;
    }
  };
}

function handlerOf({ answerer, guard }: ServerParts, stopping: Stopping): FetchHandler {
  const isPossibleHost = createHostValueCheck();
  const answer: WholeAnswerer<Connection> = (request, readBody, connection) => {
    // Several Host headers come as one, separated by commas, which is no host.
    if (!isPossibleHost(request.headers.host ?? "")) return hostRefusal();
    const answered = answerer.answer(request, readBody, connection);
    if (!(answered instanceof Promise)) return stopping.isStopping ? asLast(answered) : answered;
    return answered.then((reply) => (stopping.isStopping ? asLast(reply) : reply));
  };
  return createFetchHandler({ answer, names: [...headersRead(FEEDS), ...METRICS_HEADERS], guard });
}

/** The last answer on its connection. */
function asLast({ status, headers, body }: ReadyReply): ReadyReply {
  return { status, headers: [...headers, "connection", "close"], body };
}
