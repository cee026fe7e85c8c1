import { sql } from "kysely";
import { type Instant, toInstant } from "../instant.ts";
import { type Refusal, refuse } from "../result.ts";
import type { Database } from "./database.ts";

/** How far a server's clock may be from that of the database before it makes no changes. */
const MOST_APART_MS = 5_000;

/** The present time by the clock of the database, which all servers share. */
export async function readDatabaseClock(database: Database): Promise<Instant> {
  const { rows } = await sql<{ now: Instant }>`select clock_timestamp() as now`.execute(database);
  return rows[0]?.now ?? toInstant(0);
}

/**
 * The clock of the database as a server knows it without asking: its own clock, corrected by how far that was from the
 * database's when both were last compared.
 */
export class DatabaseClock {
  readonly #local: () => Instant;
  readonly #read: (database: Database) => Promise<Instant>;
  #aheadMs = 0;

  /** `local`: the clock of this machine. `read`: asks the database; a test may give another clock. */
  constructor(
    local: () => Instant = () => toInstant(Date.now()),
    read: (database: Database) => Promise<Instant> = readDatabaseClock,
  ) {
    this.#local = local;
    this.#read = read;
  }

  /** The present time. */
  now(): Instant {
    return toInstant(this.#local() - this.#aheadMs);
  }

  /** How many seconds the clock of this machine is ahead of that of the database; negative if it is behind. */
  get aheadSeconds(): number {
    return this.#aheadMs / 1000;
  }

  /** Why this server makes no changes, or null if its clock is near enough to that of the database. */
  get fault(): Refusal<"clock_off"> | null {
    if (Math.abs(this.#aheadMs) <= MOST_APART_MS) return null;
    const seconds = Math.round(Math.abs(this.aheadSeconds));
    const way = this.#aheadMs > 0 ? "ahead of" : "behind";
    return refuse(
      "clock_off",
      `The clock of this server is ${seconds} seconds ${way} that of the database, so it makes no changes, and nothing was changed; correct the clock, or try again, since another server may answer.`,
    );
  }

  /**
   * Compares the clocks, and gives the time of the database. The answer was read at some moment between question and
   * answer, so what is known moves only as far as that allows: a slow answer changes nothing.
   */
  async compare(database: Database): Promise<Instant> {
    const askedAt = this.#local();
    const read = await this.#read(database);
    const least = askedAt - read - 1;
    const most = this.#local() - read + 1;
    this.#aheadMs = Math.min(Math.max(this.#aheadMs, least), most);
    return read;
  }
}
