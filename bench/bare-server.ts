import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Certificate } from "./certificate.ts";
import type { Sample } from "./sample-answer.ts";
import { serveForParent } from "./serve-for-parent.ts";

/** The answer that the yardstick sends to every request. */
export interface BareOrder extends Sample {
  readonly certificate: Certificate | null;
}

/** The yardstick: only `node:http` or `node:https`, sending the bytes of an answer of Sluice. */
serveForParent(async ({ headers, body, keepAliveTimeout, certificate }: BareOrder) => {
  const answer: RequestListener = (_request, response) => {
    response.writeHead(200, [...headers]);
    response.end(body, "latin1");
  };
  const servers = [createServer({ keepAliveTimeout }, answer)];
  if (certificate) servers.push(createTlsServer({ ...certificate, keepAliveTimeout }, answer));
  const [port = 0, tlsPort = null] = await Promise.all(servers.map(listen));
  const close = async () => {
    for (const server of servers) server.close();
  };
  return { ports: { port, tlsPort }, close };
});

function listen(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", 16_384, () => resolve((server.address() as AddressInfo).port)),
  );
}
