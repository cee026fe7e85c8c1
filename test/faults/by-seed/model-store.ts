import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import type { Store } from "../../../src/store/store.ts";
import type { End, Line } from "./line.ts";
import type { ModelDatabase, Session } from "./model-database.ts";
import { answerStatement } from "./model-statements.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What a process needs to reach the database. */
export interface Reach {
  readonly database: ModelDatabase;
  readonly time: VirtualTime;
  readonly line: Line;
  readonly near: End;
  /** The connections that this process opened. */
  readonly opened: Set<Session>;
  /** The clock of the database, in milliseconds. */
  readonly databaseNow: () => number;
}

/** How long the database takes to notice that a client is gone; until then its transaction holds its locks. */
export const NOTICED_AFTER_MS = 300;

/** A store over the model database, at the end of a line. */
export function modelStore(reach: Reach): Store {
  const driver = new ModelDriver(reach);
  const database = new Kysely<never>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }) as unknown as Store["database"];
  return {
    kind: "postgresql",
    database,
    listen: async (onWake) => {
      const end = reach.database.listen(() => tell(reach, onWake));
      return async () => end();
    },
    connections: () => null,
    close: () => database.destroy(),
  };
}

/** An announcement of a change, which may not arrive. */
function tell({ line, near }: Reach, onWake: () => void): void {
  line.ask(near, () => undefined).then(onWake, () => undefined);
}

class ModelDriver implements Driver {
  readonly #reach: Reach;
  readonly #idle: ModelConnection[] = [];

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<ModelConnection> {
    for (;;) {
      const known = this.#idle.pop();
      if (known?.isGood) return known;
      if (!known) break;
    }
    const { line, near, database, opened } = this.#reach;
    const connect = () => {
      const session = database.connect();
      opened.add(session);
      return session;
    };
    return new ModelConnection(this.#reach, await line.ask(near, connect));
  }

  async releaseConnection(connection: ModelConnection): Promise<void> {
    if (connection.isGood) this.#idle.push(connection);
  }

  async beginTransaction(connection: ModelConnection, settings: TransactionSettings): Promise<void> {
    await connection.ask((session) => session.begin(settings.isolationLevel === "repeatable read"));
  }

  async commitTransaction(connection: ModelConnection): Promise<void> {
    await connection.ask((session) => session.commit());
  }

  async rollbackTransaction(connection: ModelConnection): Promise<void> {
    await connection.ask((session) => session.rollback());
  }

  async destroy(): Promise<void> {}
}

class ModelConnection implements DatabaseConnection {
  readonly #reach: Reach;
  readonly #session: Session;
  #isBroken = false;

  constructor(reach: Reach, session: Session) {
    this.#reach = reach;
    this.#session = session;
  }

  get isGood(): boolean {
    return !this.#isBroken && this.#session.isOpen;
  }

  /** Has the database do something; a connection on which anything fails is not used again. */
  async ask<Value>(work: (session: Session) => Value | Promise<Value>): Promise<Value> {
    if (this.#isBroken) throw new Error("the connection is not usable");
    const { line, near, time } = this.#reach;
    try {
      return await line.ask(near, () => work(this.#session));
    } catch (error) {
      this.#isBroken = true;
      void time.pause(NOTICED_AFTER_MS).then(() => this.#session.end());
      throw error;
    }
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { databaseNow: now, time } = this.#reach;
    const around = { now, pause: (ms: number) => time.pause(ms) };
    const rows = await this.ask((session) => answerStatement(session, sql, parameters, around));
    return { rows: rows as Row[], numAffectedRows: 1n };
  }

  // biome-ignore lint/correctness/useYield: Kysely wants a generator; nothing here is streamed.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("The model database does not stream.");
  }
}
