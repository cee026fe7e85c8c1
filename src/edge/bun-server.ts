import type { Connection } from "./edge-answerer.ts";
import type { EdgeListener } from "./edge-server.ts";
import { listenByFetch } from "./fetch-server.ts";

/** As much of Bun as an edge uses: https://bun.com/docs/api/http */
export interface BunRuntime {
  serve(options: BunOptions): BunServer;
}

interface BunOptions {
  readonly hostname: string;
  readonly port: number;
  /** In seconds. */
  readonly idleTimeout: number;
  readonly maxRequestBodySize: number;
  fetch(request: Request, server: BunServer): Response | Promise<Response>;
}

interface BunServer {
  readonly port: number;
  requestIP(request: Request): { readonly address: string } | null;
  stop(endsConnections: boolean): Promise<void>;
}

/** The longest time in seconds for which Bun keeps a connection without bytes. */
const MOST_IDLE_SECONDS = 255;

/** Answers as an edge does by the server of Bun. */
export function listenByBun(bun: BunRuntime): EdgeListener {
  return listenByFetch((handler, where, limits) => {
    const server = bun.serve({
      ...where,
      idleTimeout: Math.min(MOST_IDLE_SECONDS, Math.ceil(limits.keepAliveMs / 1000)),
      maxRequestBodySize: limits.bodyBytes,
      fetch: (request, own) => handler(request, new BunConnection(request, own)),
    });
    return { port: server.port, finish: () => server.stop(false), end: () => server.stop(true) };
  });
}

class BunConnection implements Connection {
  readonly #request: Request;
  readonly #server: BunServer;

  constructor(request: Request, server: BunServer) {
    this.#request = request;
    this.#server = server;
  }

  get remoteAddress(): string | undefined {
    return this.#server.requestIP(this.#request)?.address;
  }
}
