import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { err, ok } from "../result.ts";
import { answerClientFault } from "../serving/client-faults.ts";
import { createHostCheck, refuseHost } from "../serving/host-header.ts";
import { BACKLOG, type ListenAddress, refuseAddress, urlOf } from "../serving/listen-address.ts";
import { type Stopping, stopServer } from "../serving/stop-server.ts";
import { sendByNode, sendInstead } from "../updates/node-http.ts";
import { nodeBodyReader } from "../updates/read-node-body.ts";
import type { EdgeListener, ServerParts } from "./edge-server.ts";

/** Answers as an edge does by `node:http`. */
export const listenByNode: EdgeListener = async (parts, address) => {
  const { limits, connections } = parts;
  const stopping = { isStopping: false };
  const server = createNodeServer(parts, stopping);
  const refusal = await listen(server, address);
  if (refusal) return err(refusal);
  const close = () => new Promise((resolve) => server.close(resolve));
  const stop = async () => {
    stopping.isStopping = true;
    await stopServer({ server, connections, close }, limits);
  };
  return ok({ url: urlOf(address.host, (server.address() as AddressInfo).port), stop });
};

function createNodeServer({ answerer, guard, limits, connections }: ServerParts, stopping: Stopping): Server {
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
    const respond = () => {
      const answered = answerer.answer(request, nodeBodyReader(request), request.socket);
      if (!(answered instanceof Promise)) return sendByNode(response, answered);
      return answered.then((reply) => sendByNode(response, reply));
    };
    void guard(request, respond, (reply) => sendInstead(response, reply));
  });
  connections.watch(server);
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
