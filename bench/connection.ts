import { connect, type Socket } from "node:net";

/** The address of an HTTP server. */
const HOST = "127.0.0.1";

/** A kept connection with at most one request under way; a bare socket, so that only the server is measured. */
export class Connection {
  readonly #socket: Socket;
  #answered: (body: Buffer) => void = () => undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: HOST, noDelay: true });
    onAnswer(this.#socket, (body) => this.#answered(body));
  }

  /** Sends a request; wait for the answer before the next one. The body is valid only during the callback. */
  ask(request: Buffer, answered: (body: Buffer) => void): void {
    this.#answered = answered;
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.removeAllListeners("close").destroy();
  }
}

/** The bytes of a request for each path; `headers` gives the lines of further headers by the number of the path. */
export function toRequests(
  port: number,
  paths: readonly string[],
  headers: (number: number) => string = () => "",
): readonly Buffer[] {
  return paths.map((path, number) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${HOST}:${port}\r\n${headers(number)}\r\n`),
  );
}

/**
 * Calls back for each whole answer on a socket. Throws if the connection ends early, because nothing was measured then.
 */
export function onAnswer(socket: Socket, answered: (body: Buffer) => void): void {
  let arrived: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    arrived = arrived.length === 0 ? chunk : Buffer.concat([arrived, chunk]);
    const body = wholeBody(arrived);
    if (!body) return;
    arrived = Buffer.alloc(0);
    answered(body);
  });
  socket.on("close", () => {
    throw new Error("the server closed a connection");
  });
}

const HEAD_END = Buffer.from("\r\n\r\n");

/** The body, or null if the answer has not arrived completely. Throws for any status but 200 and 204, which has none. */
function wholeBody(arrived: Buffer): Buffer | null {
  const end = arrived.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = arrived.toString("latin1", 0, end);
  if (head.startsWith("HTTP/1.1 204 ")) return Buffer.alloc(0);
  if (!head.startsWith("HTTP/1.1 200 ")) throw new Error(`answered ${head.split("\r\n")[0]}`);
  const from = end + HEAD_END.length;
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  return arrived.length >= from + length ? arrived.subarray(from, from + length) : null;
}
