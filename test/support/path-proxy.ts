import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that serves a server under a path of its own, as nginx and HAProxy do; everything else it refuses. */
export interface PathProxy {
  /** Its address with the path. */
  readonly url: string;
  /** Sets where the server is. */
  leadTo(server: string): void;
  close(): Promise<void>;
}

/** Starts one; `keepsPath` leaves the path in the requests that it passes on, instead of taking it out. */
export async function startPathProxy(path: string, keepsPath: boolean): Promise<PathProxy> {
  let target = "";
  const proxy = createServer((incoming, answer) => {
    const asked = incoming.url ?? "/";
    if (!asked.startsWith(`${path}/`)) return void answer.writeHead(404).end();
    const passed = new URL(keepsPath ? asked : asked.slice(path.length), target);
    const outgoing = request(passed, { method: incoming.method, headers: incoming.headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.rawHeaders);
      got.pipe(answer);
    });
    outgoing.on("error", () => answer.destroy());
    answer.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${path}`,
    leadTo: (server) => {
      target = server;
    },
    close: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
