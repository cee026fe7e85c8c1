import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The yardstick: `node:http` alone, with a body of as many bytes as the first argument says. Prints its port. */
const body = Buffer.alloc(Number(process.argv[2]), "x");
const server = createServer((_request, response) => {
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.length,
    "cache-control": "private, no-store",
  });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
