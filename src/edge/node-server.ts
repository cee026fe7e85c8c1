import { createServer, type IncomingMessage, type Server } from "node:http";
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
    const answered = answerer.answer(request, request.socket.remoteAddress, nodeBodyReader(request));
    if (!(answered instanceof Promise)) return sendByNode(response, answered);
    answered.catch((error) => refuseBug(error, request)).then((reply) => sendByNode(response, reply));
  });

  function refuseBug(error: unknown, request: IncomingMessage) {
    log.error("a request could not be answered", { reason: reasonOf(error) });
    return answerer.refuse(BUG, request);
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
