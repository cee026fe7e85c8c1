import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable, Writable } from "node:stream";
import type { Terminal } from "../../src/cli/terminal.ts";

/** What arrived at a tiny server. */
export interface Arrived {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A real HTTP server on a free port of this machine, which answers what a test tells it to. */
export interface TinyServer {
  readonly url: string;
  readonly arrived: Arrived[];
  close(): Promise<void>;
}

/** An answer: the status, the body as JSON (or text as it is) and more headers. */
export interface Told {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

export async function startTinyServer(answer: (arrived: Arrived) => Told): Promise<TinyServer> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://tiny");
      const one = {
        method: request.method ?? "",
        url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      arrived.push(one);
      send(response, answer(one));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, { status = 200, body, headers = {} }: Told): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

/** The API's way to refuse. */
export function problem(status: number, code: string, description: string): Told {
  return { status, body: { message: description, errors: [{ code, description }], trackingId: "T-1" } };
}

/** A terminal that keeps what is written to it. */
export interface KeptTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

/** Where a test keeps sessions, what standard input gives, and where a progress bar is drawn. */
interface Kept {
  readonly configDirectory?: string;
  readonly typed?: string;
  readonly progress?: Terminal["progress"];
}

export function keepTerminal(
  env: Record<string, string> = {},
  { configDirectory = "no-such-directory", typed = "", progress = null }: Kept = {},
): KeptTerminal {
  const written = { out: "", err: "" };
  return {
    written,
    env,
    out: (text) => {
      written.out += text;
    },
    output: new Writable({
      write: (chunk, _encoding, done) => {
        written.out += String(chunk);
        done();
      },
    }),
    err: (text) => {
      written.err += text;
    },
    progress,
    input: Readable.from([typed]),
    configDirectory,
  };
}
