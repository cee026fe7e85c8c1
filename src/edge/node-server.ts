import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { err, ok } from "../result.ts";
import { answerClientFault } from "../serving/client-faults.ts";
import { createHostCheck, refuseHost } from "../serving/host-header.ts";
import { BACKLOG, type ListenAddress, refuseAddress, urlOf } from "../serving/listen-address.ts";
import { type Stopping, stopServer } from "../serving/stop-server.ts";
import { sendByNode } from "../updates/node-http.ts";
import { BUG } from "../updates/problem-reply.ts";
import { nodeBodyReader } from "../updates/read-node-body.ts";
import { reasonOf } from "./edge-log.ts";
import type { EdgeListener, ServerParts } from "./edge-server.ts";

/** Answers as an edge does by `node:http`. */
export const listenByNode: EdgeListener = async (parts, address) => {
  const stopping = { isStopping: false };
  const server = createNodeServer(parts, stopping);
  const refusal = await listen(server, address);
  if (refusal) return err(refusal);
  const stop = async () => {
    stopping.isStopping = true;
    await stopServer(server, parts.limits, () => new Promise((resolve) => server.close(resolve)));
  };
  return ok({ url: urlOf(address.host, (server.address() as AddressInfo).port), stop });
};

function createNodeServer({ answerer, limits, log }: ServerParts, stopping: Stopping): Server {
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
      const answered = answerer.answer(request, nodeBodyReader(request), request.socket);
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

/** Listens; gives the refusal, or null if it listens. */
function listen(server: Server, address: ListenAddress): Promise<ReturnType<typeof refuseAddress>> {
  const { host, port } = address;
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const refusal = refuseAddress(error, address);
      if (refusal) resolve(refusal);
      else reject(error);
    });
    server.listen({ host, port, backlog: BACKLOG }, () => resolve(null));
  });
}
