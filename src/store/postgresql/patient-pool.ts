import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresPool } from "kysely";
import pg from "pg";
import type { ConnectionUse } from "../store.ts";
import { Lease } from "./lease.ts";
import { endWhenOverdue } from "./overdue-answers.ts";
import { SessionClient, type Sessions } from "./session-client.ts";

const MAX_CONNECTIONS = 10;
/** For how long a call waits for a connection where the database has no more to give. */
const PATIENCE_MS = 5_000;
const FIRST_PAUSE_MS = 50;
/** After how long a pool that had to do with fewer connections asks for more again. */
const GROW_AGAIN_MS = 10_000;
/** Too many connections: of the server, of the database or of the role. */
const TOO_MANY = "53300";
/** A pooler says so in words, or accepts a connection and has none to the database for it. */
const TOO_MANY_OF_POOLER = /no more connections allowed|does not answer on a new connection/;

/**
 * Connections to the database, at most ten. Where it allows fewer, calls wait for one of those. After a change met a
 * database that takes none, each connection is replaced at its next use: the next may find the new primary.
 */
export class PatientPool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #sessions: Sessions;
  /** Connections that were opened before a change met a database that takes none. */
  readonly #outdated = new WeakSet<pg.PoolClient>();
  readonly #open = new Set<pg.PoolClient>();
  #growing: NodeJS.Timeout | undefined;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#pool = new pg.Pool({
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: sessions.connectTimeoutMs,
      Client: clientsOf(sessions),
      onConnect: ((client: SessionClient) => sessions.begin(client)) as never,
    });
    this.#pool.on("error", () => {});
    this.#pool.on("connect", (client) => {
      this.#open.add(client);
      endWhenOverdue(client as unknown as SessionClient);
    });
    this.#pool.on("remove", (client) => this.#open.delete(client));
  }

  async connect(): Promise<Lease> {
    const client = await this.#acquire();
    return new Lease(client as unknown as SessionClient, this.#sessions, (error) => {
      if (error) for (const one of this.#open) this.#outdated.add(one);
      client.release(this.#outdated.has(client));
    });
  }

  /** How its connections are used right now. */
  get use(): ConnectionUse {
    const { totalCount, idleCount, waitingCount, options } = this.#pool;
    return { most: options.max, used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  async end(): Promise<void> {
    clearTimeout(this.#growing);
    await this.#pool.end();
  }

  async #acquire(): Promise<pg.PoolClient> {
    const begun = performance.now();
    for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
      try {
        const client = await this.#sessions.ways.tryInTurn(() => this.#pool.connect());
        if (!this.#outdated.has(client)) return client;
        client.release(true);
      } catch (error) {
        if (!isTooMany(error) || performance.now() - begun + pause > PATIENCE_MS) throw error;
        this.#doWithFewer();
        if (this.#pool.totalCount === 0) await sleep(pause);
      }
    }
  }

  /** Makes the pool as large as it is: who asks for a connection waits for one of these. */
  #doWithFewer(): void {
    this.#pool.options.max = Math.max(this.#pool.totalCount, 1);
    clearTimeout(this.#growing);
    this.#growing = setTimeout(() => {
      this.#pool.options.max = MAX_CONNECTIONS;
    }, GROW_AGAIN_MS).unref();
  }
}

/** The pool makes its connections by itself; these take the way of the moment. */
function clientsOf(sessions: Sessions): new () => pg.ClientBase {
  return class extends SessionClient {
    constructor() {
      super(sessions.ways.current, { connectionTimeoutMillis: sessions.connectTimeoutMs });
    }
  };
}

function isTooMany(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return code === TOO_MANY || TOO_MANY_OF_POOLER.test(message);
}
