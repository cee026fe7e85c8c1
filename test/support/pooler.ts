import { randomInt } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, connect as openSocket, type Server, type Socket } from "node:net";

/** What a pooler gives to its clients: a connection for as long as they want, or for a transaction. */
export type Pooling = "session" | "transaction";

const SSL_REQUEST = 80_877_103;
const PARAMETERS = ["user", "database", "client_encoding", "application_name", "datestyle", "timezone"];

/**
 * A pooler between a client and PostgreSQL, as far as a client can tell it from the server, after PgBouncer as it is
 * shipped: it refuses `options` and settings in the greeting, answers with a process number of its own, and by transaction
 * it gives each of them a connection on which nothing was ever set.
 */
export class Pooler {
  readonly #target: number;
  readonly #pooling: Pooling;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(target: number, pooling: Pooling) {
    this.#target = target;
    this.#pooling = pooling;
    this.#server = createServer((client) => this.#accept(client));
  }

  /** A pooler to the database of a URL, and the URL that leads through it. */
  static async toDatabase(databaseUrl: string, pooling: Pooling): Promise<{ pooler: Pooler; url: string }> {
    const url = new URL(databaseUrl);
    const pooler = new Pooler(Number(url.port), pooling);
    pooler.#server.listen(0, "127.0.0.1");
    await once(pooler.#server, "listening");
    url.port = String((pooler.#server.address() as AddressInfo).port);
    return { pooler, url: url.href };
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #accept(client: Socket): void {
    this.#keep(client);
    client.once("data", (bytes) => {
      if (bytes.readInt32BE(4) === SSL_REQUEST) {
        client.write("N");
        client.once("data", (next) => this.#greet(client, next));
      } else this.#greet(client, bytes);
    });
  }

  #greet(client: Socket, startup: Buffer): void {
    const words = startup.subarray(8).toString().split("\0");
    const unknown = words.find((word, index) => index % 2 === 0 && word !== "" && !PARAMETERS.includes(word));
    if (unknown !== undefined) return void client.end(refusal(`unsupported startup parameter: ${unknown}`));
    const server = openSocket(this.#target, "127.0.0.1");
    this.#keep(server);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on("close", () => other.destroy());
    }
    server.write(startup);
    this.#pass(client, server);
  }

  /** Passes everything on; by transaction, what is set on a connection is gone when the next one begins. */
  #pass(client: Socket, server: Socket): void {
    let isIdle = false;
    let isResetting = false;
    let held: Buffer[] = [];
    client.on("data", (bytes) => {
      if (isIdle && this.#pooling === "transaction") {
        isResetting = true;
        server.write(query("discard all"));
      }
      isIdle = false;
      if (isResetting) held.push(bytes);
      else server.write(bytes);
    });
    onMessages(server, (message) => {
      const isReady = message[0] === "Z".charCodeAt(0);
      if (message[0] === "K".charCodeAt(0)) message.writeInt32BE(randomInt(1, 2 ** 31), 5);
      if (!isResetting) {
        isIdle = isReady && message[5] === "I".charCodeAt(0);
        client.write(message);
      } else if (isReady) {
        isResetting = false;
        for (const bytes of held) server.write(bytes);
        held = [];
      }
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on("close", () => this.#sockets.delete(socket));
  }
}

/** Calls `take` with each whole message of the protocol that a server sends. */
function onMessages(server: Socket, take: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  server.on("data", (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const length = rest.readInt32BE(1) + 1;
      take(Buffer.from(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
  });
}

function query(text: string): Buffer {
  return framed("Q", Buffer.from(`${text}\0`));
}

function refusal(message: string): Buffer {
  return framed("E", Buffer.from(`SFATAL\0C08P01\0M${message}\0\0`));
}

function framed(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
