import type { Socket } from "node:net";
import pg from "pg";
import { COLUMN_PARSERS } from "../tables/columns.ts";
import type { DatabaseAddress, Way } from "./database-url.ts";
import { KEPT_ALIVE, RELIED_ON, type SessionSettings, settingStatement } from "./session-settings.ts";
import { Ways } from "./ways.ts";

/** After how long an idle connection is asked for a sign of life, in milliseconds. */
const KEEP_ALIVE_MS = 10_000;
/** How long a new connection may take to answer for the first time; a pooler may have none to the database for it. */
const BEGIN_MS = 2_000;

/** A connection to the database, by one of its ways. */
export class SessionClient extends pg.Client {
  readonly way: Way;
  /**
   * Whether a pooler stands between: it made up the number of the process, and may give each transaction another
   * connection to the database.
   */
  isPooled = false;

  constructor(way: Way, more: pg.ClientConfig) {
    super({ ...BASIC, ...way, ...more });
    this.way = way;
    // The driver would send PGOPTIONS as it is, which many poolers refuse; the settings in it are set below.
    const { connectionParameters } = this as unknown as { connectionParameters: { options?: string } };
    delete connectionParameters.options;
    // Without a listener the event would end the process; the next query reports a lost connection.
    this.on("error", () => {});
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: ((err: Error) => void) | ((err: null, c: pg.Client) => void)): void;
  override connect(
    callback?: ((err: Error) => void) | ((err: null, c: pg.Client) => void),
  ): Promise<pg.Client> | undefined {
    const opened = super.connect().catch((error) => {
      // The server would wait a minute for a password, and the process with it.
      (this.connection.stream as Socket).destroy();
      throw error;
    });
    if (!callback) return opened;
    const tell = callback as (error: Error | null, client?: pg.Client) => void;
    opened.then(
      (client) => tell(null, client),
      (error: Error) => tell(error),
    );
    return undefined;
  }

  /** The number of the process that answers, as the server's greeting said it. */
  get processId(): number {
    return (this as unknown as { readonly processID: number }).processID;
  }

  get socket(): Socket {
    return this.connection.stream as Socket;
  }
}

const BASIC: pg.ClientConfig = {
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  types: { getTypeParser },
};

function getTypeParser(type: number, format?: "text" | "binary"): (text: string) => unknown {
  return COLUMN_PARSERS[type] ?? pg.types.getTypeParser(type, format as "text");
}

/** Opens connections to one database, and gives each the settings that the program relies on. */
export class Sessions {
  readonly ways: Ways;
  readonly connectTimeoutMs: number;
  readonly #needsWriting: boolean;
  #settings: SessionSettings;

  constructor(address: DatabaseAddress) {
    this.ways = new Ways(address);
    this.connectTimeoutMs = address.connectTimeoutMs;
    this.#needsWriting = address.needsWriting;
    this.#settings = new Map([...address.settings, ...RELIED_ON]);
  }

  /** Adds a setting for every connection that is opened from now on. */
  keep(name: string, value: string): void {
    this.#settings = new Map([...this.#settings, [name, value]]);
  }

  /** A connection by the present way, not open yet. */
  newClient(): SessionClient {
    return new SessionClient(this.ways.current, { connectionTimeoutMillis: this.connectTimeoutMs });
  }

  /** Opens a connection of its own, by whichever way works. */
  open(): Promise<SessionClient> {
    return this.ways.tryInTurn(async () => {
      const client = this.newClient();
      await client.connect();
      await this.begin(client).catch(async (error) => {
        await client.end();
        throw error;
      });
      return client;
    });
  }

  /**
   * Gives a connection that has just been opened its settings. Throws if it does not answer in time, or where a server
   * that takes changes is needed and it is none.
   */
  async begin(client: SessionClient): Promise<void> {
    const overdue = setTimeout(() => client.socket.destroy(new NoAnswerError()), BEGIN_MS);
    try {
      await this.#begin(client);
    } finally {
      clearTimeout(overdue);
    }
  }

  async #begin(client: SessionClient): Promise<void> {
    const { rows } = await client.query<{ pid: number; is_read_only: boolean }>(ABOUT);
    if (this.#needsWriting && rows[0]?.is_read_only) throw new ReadOnlyServerError();
    client.isPooled = rows[0]?.pid !== client.processId;
    // A pooler would give them to whichever connection is at hand: there they are part of each transaction.
    if (!client.isPooled) {
      await client.query(settingStatement(new Map([...this.#settings, ...KEPT_ALIVE]), "session ends"));
    }
  }

  /** The statement with which a transaction by way of a pooler begins. */
  get settingsOfTransaction(): string {
    return settingStatement(this.#settings, "transaction ends");
  }
}

const ABOUT = `
  select pg_backend_pid() as pid,
    pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as is_read_only`;

/** The server is a standby, or takes no changes for another reason. */
class ReadOnlyServerError extends Error {
  readonly code = "25006";

  constructor() {
    super("the server takes no changes");
  }
}

/** The connection was accepted, and then nothing came. */
class NoAnswerError extends Error {
  constructor() {
    super("the database does not answer on a new connection");
  }
}
