import { once } from "node:events";
import { type AddressInfo, createServer, connect as openSocket, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Two sockets that are one way through a line. */
interface Way {
  readonly near: Socket;
  readonly far: Socket;
  /** What its client has said begins with or holds this; kept so that a way can be found by it. */
  said: string;
  isDead: boolean;
}

/** A line to a port of this machine that can be cut, go dead without a word, be slow, and be mended at the same place. */
export class Line {
  readonly #target: number;
  readonly #ways = new Set<Way>();
  #server: Server | null = null;
  #isDead = false;
  port = 0;
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

  /** Ends every connection and takes no more. */
  async cut(): Promise<void> {
    const closed = this.#server && once(this.#server, "close");
    this.#server?.close();
    for (const { near, far } of this.#ways) for (const socket of [near, far]) socket.destroy();
    await closed;
    this.#server = null;
  }

  /** From now on nothing passes, on any connection or, where `saying` is given, on those that said it; nobody is told. */
  goDead(saying?: string): number {
    this.#isDead ||= saying === undefined;
    const ways = [...this.#ways].filter(({ said }) => saying === undefined || said.includes(saying));
    for (const way of ways) way.isDead = true;
    return ways.length;
  }

  #open(near: Socket): void {
    const far = openSocket(this.#target, "127.0.0.1");
    const way: Way = { near, far, said: "", isDead: this.#isDead };
    this.#ways.add(way);
    this.#pass(way, near, far, (text) => {
      way.said = (way.said + text).slice(-4_000);
    });
    this.#pass(way, far, near, () => undefined);
  }

  #pass(way: Way, from: Socket, to: Socket, hear: (text: string) => void): void {
    let last: Promise<unknown> = Promise.resolve();
    from.on("data", (bytes) => {
      hear(bytes.toString("latin1"));
      if (way.isDead) return;
      const arrives = this.delayMs === 0 ? last : Promise.all([last, sleep(this.delayMs)]);
      last = arrives.then(() => way.isDead || to.destroyed || to.write(bytes));
    });
    from.on("error", () => undefined);
    from.on("close", () => {
      this.#ways.delete(way);
      if (!way.isDead) void last.then(() => to.destroy());
    });
  }
}
