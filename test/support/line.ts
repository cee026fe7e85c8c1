import { once } from "node:events";
import { type AddressInfo, createServer, connect as openSocket, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The two sockets of one connection through a line. */
interface Connection {
  readonly near: Socket;
  readonly far: Socket;
  /** The text that the client has sent so far, by which a connection can be found. */
  sent: string;
  isDead: boolean;
}

/**
 * A proxy to a port of this machine whose connections can be cut, go silently dead, or be slow, and that can be
 * reopened at the same port.
 */
export class Line {
  readonly #target: number;
  readonly #connections = new Set<Connection>();
  #server: Server | null = null;
  #isDead = false;
  port = 0;
  /** Where the next connection to send this text breaks: once the database has it, or before. */
  breakAt: { readonly text: string; readonly isPassedOn: boolean } | null = null;
  /** How long every piece takes in each direction, in milliseconds. */
  delayMs = 0;

  constructor(target: number) {
    this.#target = target;
  }

  static async to(target: number): Promise<Line> {
    const line = new Line(target);
    await line.mend();
    return line;
  }

  /** A line to the database of a URL, and the URL that leads through it. */
  static async toDatabase(databaseUrl: string): Promise<{ readonly line: Line; readonly url: string }> {
    const url = new URL(databaseUrl);
    const line = await Line.to(Number(url.port));
    url.port = String(line.port);
    return { line, url: url.href };
  }

  async mend(): Promise<void> {
    this.#isDead = false;
    if (this.#server) return;
    this.#server = createServer((near) => this.#open(near)).listen(this.port, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection and accepts no more. */
  async cut(): Promise<void> {
    const closed = this.#server && once(this.#server, "close");
    this.#server?.close();
    for (const { near, far } of this.#connections) for (const socket of [near, far]) socket.destroy();
    await closed;
    this.#server = null;
  }

  /** From now on nothing passes, on any connection or, with `text`, on those that sent that text; no end notices. */
  goDead(text?: string): number {
    this.#isDead ||= text === undefined;
    const connections = [...this.#connections].filter(
      ({ sent }) => text === undefined || sent.includes(text),
    );
    for (const connection of connections) connection.isDead = true;
    return connections.length;
  }

  #open(near: Socket): void {
    const far = openSocket(this.#target, "127.0.0.1");
    const connection: Connection = { near, far, sent: "", isDead: this.#isDead };
    this.#connections.add(connection);
    this.#pass(connection, near, far, (text) => {
      connection.sent = (connection.sent + text).slice(-4_000);
      this.#breakIfTold(connection, text);
    });
    this.#pass(connection, far, near, () => undefined);
  }

  #breakIfTold(connection: Connection, text: string): void {
    if (!this.breakAt || !text.includes(this.breakAt.text)) return;
    const { isPassedOn } = this.breakAt;
    this.breakAt = null;
    connection.isDead = true;
    if (isPassedOn) connection.far.end(Buffer.from(text, "latin1"));
    else connection.far.destroy();
    connection.near.destroy();
  }

  #pass(connection: Connection, from: Socket, to: Socket, onText: (text: string) => void): void {
    let last: Promise<unknown> = Promise.resolve();
    from.on("data", (bytes) => {
      onText(bytes.toString("latin1"));
      if (connection.isDead) return;
      const arrives = this.delayMs === 0 ? last : Promise.all([last, sleep(this.delayMs)]);
      last = arrives.then(() => connection.isDead || to.destroyed || to.write(bytes));
    });
    from.on("error", () => undefined);
    from.on("close", () => {
      this.#connections.delete(connection);
      if (!connection.isDead) void last.then(() => to.destroy());
    });
  }
}
