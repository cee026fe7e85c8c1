import type { LogEvent } from "kysely";
import type { Database } from "./database.ts";

/** The open database: embedded in this process, or a PostgreSQL server. */
export interface Store {
  readonly kind: "embedded" | "postgresql";
  readonly database: Database;
  /**
   * Calls `onWake` soon after changes were committed, by any server, and after a lost connection came back: a hint to
   * read on in the ledger, no more. Gives the function that ends it.
   */
  listen(onWake: () => void): Promise<() => Promise<void>>;
  /** How the connections to the server are used right now, or null if there is no server. */
  connections(): ConnectionUse | null;
  /** Waits for queries in progress and releases everything. Harmless if closed already. */
  close(): Promise<void>;
}

/** Told of each statement once it has ended, with its text, its values, and its error if it failed. */
export type OnStatement = (ended: LogEvent) => void;

/** The channel on which the database announces changes of the ledger. */
export const LEDGER_CHANNEL = "sluice_ledger";

/** The connections of one process to the database server. */
export interface ConnectionUse {
  /** How many there may be. */
  readonly most: number;
  readonly used: number;
  readonly idle: number;
  /** How many queries wait for one. */
  readonly waiting: number;
}
