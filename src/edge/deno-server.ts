import { BACKLOG } from "../serving/listen-address.ts";
import type { Connection } from "./edge-answerer.ts";
import type { EdgeListener } from "./edge-server.ts";
import { listenByFetch } from "./fetch-server.ts";

/** As much of Deno as an edge uses: https://docs.deno.com/api/deno/~/Deno.serve */
export interface DenoRuntime {
  serve(
    options: DenoOptions,
    handler: (request: Request, info: DenoInfo) => Response | Promise<Response>,
  ): DenoServer;
}

interface DenoOptions {
  readonly hostname: string;
  readonly port: number;
  readonly tcpBacklog: number;
  readonly automaticCompression: boolean;
  readonly signal: AbortSignal;
  onListen(): void;
}

interface DenoInfo {
  readonly remoteAddr: { readonly hostname?: string };
}

interface DenoServer {
  readonly addr: { readonly port: number };
  shutdown(): Promise<void>;
}

/** Answers as an edge does by the server of Deno. */
export function listenByDeno(deno: DenoRuntime): EdgeListener {
  return listenByFetch((handler, where) => {
    const ending = new AbortController();
    const options = {
      ...where,
      tcpBacklog: BACKLOG,
      // The bytes are those of every other runtime, whatever a client takes.
      automaticCompression: false,
      signal: ending.signal,
      onListen: () => undefined,
    };
    const server = deno.serve(options, (request, info) => handler(request, new DenoConnection(info)));
    return { port: server.addr.port, finish: () => server.shutdown(), end: () => ending.abort() };
  });
}

class DenoConnection implements Connection {
  readonly #info: DenoInfo;

  constructor(info: DenoInfo) {
    this.#info = info;
  }

  get remoteAddress(): string | undefined {
    return this.#info.remoteAddr.hostname;
  }
}
