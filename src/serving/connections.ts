import type { Server } from "node:http";
import type { Socket } from "node:net";
import { Counter, type Registry } from "prom-client";
import type { Limits } from "./limits.ts";

/** A connection with bytes that wait for its client. */
interface Waiting {
  /** How many bytes the system had taken when it was last seen to take some. */
  readonly taken: number;
  readonly since: number;
}

/**
 * The connections of the servers of one process. Closes those whose client does not read: an answer that waits for it would be
 * held in memory for ever. What waits for nobody's reading is left alone: a stream without events, a slow upload, a call that
 * takes long.
 */
export class Connections {
  readonly #limits: Pick<Limits, "unreadMs" | "lookMs">;
  readonly #open = new Map<Server, Map<Socket, Waiting | null>>();
  readonly #now: () => number;
  #cutOff = 0;

  /** `now`: milliseconds of any clock that only goes forward. */
  constructor(limits: Pick<Limits, "unreadMs" | "lookMs">, now = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** How many were closed because their client did not read. */
  get cutOff(): number {
    return this.#cutOff;
  }

  /** Watches the connections of a server that does not listen yet, until it is closed. */
  watch(server: Server): void {
    const open = new Map<Socket, Waiting | null>();
    this.#open.set(server, open);
    let looking: NodeJS.Timeout | undefined;
    server.once("listening", () => {
      looking = setInterval(() => this.#look(open), this.#limits.lookMs).unref();
    });
    server.on("connection", (socket) => {
      open.set(socket, null);
      socket.once("close", () => open.delete(socket));
    });
    server.once("close", () => {
      clearInterval(looking);
      this.#open.delete(server);
    });
  }

  /** Closes the connections of a server over which nothing has come yet. Node counts them as busy. */
  closeUnused(server: Server): void {
    for (const socket of this.#open.get(server)?.keys() ?? []) if (socket.bytesRead === 0) socket.destroy();
  }

  #look(open: Map<Socket, Waiting | null>): void {
    const now = this.#now();
    for (const [socket, before] of open) {
      const taken = socket.writableLength === 0 ? null : bytesTaken(socket);
      if (taken === null) {
        if (before !== null) open.set(socket, null);
      } else if (before?.taken !== taken) {
        open.set(socket, { taken, since: now });
      } else if (now - before.since >= this.#limits.unreadMs) {
        this.#cutOff++;
        socket.destroy();
      }
    }
  }
}

/** What Node has below a connection: the bytes that were given to it, and how many of them the system has not taken yet. */
interface Handle {
  readonly bytesWritten: number;
  readonly writeQueueSize: number;
}

/**
 * How many bytes of a connection the system has taken. Node tells this nowhere else: to it, what is written at once is under
 * way until its last byte is taken, however many megabytes it has.
 */
function bytesTaken(socket: Socket): number {
  const { _handle: handle } = socket as { _handle?: Handle | null };
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0;
}

/** Counts the connections that were closed because their client did not read. */
export function countCutOff(registry: Registry, connections: Pick<Connections, "cutOff">): void {
  new Counter({
    name: "sluice_unread_connections_closed_total",
    help: "Connections that were closed because their client read nothing of an answer for a minute",
    registers: [registry],
    collect() {
      this.reset();
      this.inc(connections.cutOff);
    },
  });
}
