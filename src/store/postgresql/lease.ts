import type { PostgresPoolClient, PostgresQueryResult } from "kysely";
import type pg from "pg";
import type { SessionClient, Sessions } from "./session-client.ts";

const BEGINS = /^(begin|start transaction)\b/;
/** Read-only: the server is not, or not any more, the one that takes changes. */
const READ_ONLY = "25006";

/**
 * A connection that Kysely uses until it releases it. By way of a pooler, each transaction begins with the settings, and
 * a statement outside of one gets a transaction of its own.
 */
export class Lease implements PostgresPoolClient {
  readonly #client: SessionClient;
  readonly #sessions: Sessions;
  readonly #giveBack: (error: unknown) => void;
  #spentBy: unknown = null;

  constructor(client: SessionClient, sessions: Sessions, giveBack: (error: unknown) => void) {
    this.#client = client;
    this.#sessions = sessions;
    this.#giveBack = giveBack;
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query(): never;
  async query<Row>(text = "", parameters: readonly unknown[] = []): Promise<PostgresQueryResult<Row>> {
    try {
      if (!this.#client.isPooled) return await this.#send<Row>(text, parameters);
      if (BEGINS.test(text)) return await this.#begin<Row>(text);
      return await (this.#isInTransaction
        ? this.#send<Row>(text, parameters)
        : this.#alone<Row>(text, parameters));
    } catch (error) {
      if ((error as { code?: string }).code === READ_ONLY) this.#spentBy = error;
      throw error;
    }
  }

  release(): void {
    this.#giveBack(this.#spentBy);
  }

  get #isInTransaction(): boolean {
    const status = this.#client.getTransactionStatus();
    return status === "T" || status === "E";
  }

  async #send<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    return (await this.#client.query(text, [...parameters])) as pg.QueryResult as PostgresQueryResult<Row>;
  }

  async #begin<Row>(text: string): Promise<PostgresQueryResult<Row>> {
    try {
      await this.#client.query(`${text}; ${this.#sessions.settingsOfTransaction}`);
      return { command: "SELECT", rowCount: 0, rows: [] };
    } catch (error) {
      await this.#rollBack();
      throw error;
    }
  }

  async #alone<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    await this.#begin("begin");
    try {
      const result = await this.#send<Row>(text, parameters);
      await this.#client.query("commit");
      return result;
    } catch (error) {
      await this.#rollBack();
      throw error;
    }
  }

  /** Ends a transaction that failed; a connection that cannot even do that is not used again. */
  async #rollBack(): Promise<void> {
    await this.#client.query("rollback").catch((error) => {
      this.#spentBy = error;
    });
  }
}
