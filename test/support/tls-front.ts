import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, connect as openSocket, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { TLSSocket } from "node:tls";

const FOLDER = join(import.meta.dirname, "tls");
/** For tests alone, and good for a century: the authority that signed the server's certificate, which is for `localhost`, and one that did not. */
export const AUTHORITY = join(FOLDER, "authority.pem");
export const OTHER_AUTHORITY = join(FOLDER, "other-authority.pem");

const SSL_REQUEST = 80_877_103;
/** As PostgreSQL refuses a connection that is not encrypted. */
const REFUSAL = "SFATAL\0C28000\0Mno pg_hba.conf entry for host, no encryption\0\0";

/** A PostgreSQL as it is with TLS: in front of one without, it takes encrypted connections and no others. */
export class TlsFront {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  /** How many connections were encrypted. */
  encrypted = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** A front of a port of this machine. */
  static async of(target: number): Promise<TlsFront> {
    const front = new TlsFront(target);
    front.#server.listen(0, "127.0.0.1");
    await once(front.#server, "listening");
    return front;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #accept(socket: Socket): void {
    this.#keep(socket);
    socket.once("data", (bytes) => {
      if (bytes.readInt32BE(4) !== SSL_REQUEST) {
        const head = Buffer.from(
          [..."E"].map((one) => one.charCodeAt(0)).concat(0, 0, 0, REFUSAL.length + 4),
        );
        return void socket.end(Buffer.concat([head, Buffer.from(REFUSAL)]));
      }
      socket.write("S");
      const file = (name: string) => readFileSync(join(FOLDER, name));
      const client = new TLSSocket(socket, {
        isServer: true,
        key: file("server.key"),
        cert: file("server.pem"),
      });
      this.#keep(client);
      client.once("secure", () => {
        this.encrypted += 1;
        const server = openSocket(this.#target, "127.0.0.1");
        this.#keep(server);
        client.pipe(server).pipe(client);
      });
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => this.#sockets.delete(socket));
  }
}
