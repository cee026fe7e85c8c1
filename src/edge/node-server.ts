import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { answerClientFault } from "../serving/client-faults.ts";
import { createHostCheck, refuseHost } from "../serving/host-header.ts";
import type { Limits } from "../serving/limits.ts";
import { BACKLOG, type ListenAddress, refuseAddress, urlOf } from "../serving/listen-address.ts";
import type { Stopping } from "../serving/stop-server.ts";
import { sendByNode } from "../updates/node-http.ts";
import { BUG } from "../updates/problem-reply.ts";
import { nodeBodyReader } from "../updates/read-node-body.ts";
import type { EdgeAnswerer } from "./edge-answerer.ts";
import { type EdgeLog, reasonOf } from "./edge-log.ts";

/** What a server of an edge works with. */
export interface NodeServerParts {
  readonly answerer: EdgeAnswerer;
  readonly limits: Limits;
  readonly stopping: Stopping;
  readonly log: EdgeLog;
}

/** A server of `node:http` that answers as an edge does, not listening yet. */
export function createNodeServer({ answerer, limits, stopping, log }: NodeServerParts): Server {
  const namesOneHost = createHostCheck();
  const options = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    // An edge takes no body that is longer than some kilobytes.
    requestTimeout: limits.bodyMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.lookMs,
  };
  const server = createServer(options, (request, response) => {
    if (stopping.isStopping) response.shouldKeepAlive = false;
    if (!namesOneHost(request)) return refuseHost(response);
    // Whatever goes wrong with one request, the process goes on for all others.
    try {
      const answered = answerer.answer(request, request.socket.remoteAddress, nodeBodyReader(request));
      if (!(answered instanceof Promise)) return sendByNode(response, answered);
      answered
        .then((reply) => sendByNode(response, reply))
        .catch((error) => answerBug(error, request, response));
    } catch (error) {
      answerBug(error, request, response);
    }
  });

  function answerBug(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    log.error("a request could not be answered", { reason: reasonOf(error) });
    if (response.headersSent) response.destroy();
    else sendByNode(response, answerer.refuse(BUG, request));
  }

  return server.on("clientError", (error, socket) => answerClientFault(error, socket as Socket));
}

/** Listens; refuses `port_in_use` or `address_not_available`. Gives the URL. */
export function listen(
  server: Server,
  address: ListenAddress,
): Promise<Result<string, Refusal<"port_in_use" | "address_not_available">>> {
  const { host, port } = address;
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const refusal = refuseAddress(error, address);
      if (refusal) resolve(err(refusal));
      else reject(error);
    });
    server.listen({ host, port, backlog: BACKLOG }, () => {
      resolve(ok(urlOf(host, (server.address() as AddressInfo).port)));
    });
  });
}
