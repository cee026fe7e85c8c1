import type { LedgerEntry } from "../../ledger/entry.ts";
import type { Database } from "../../store/database.ts";
import { listPartnerNames } from "../../store/ledger/ledger-names.ts";

/**
 * The names of all partners in memory, also of removed ones: streams of events name a partner in place of its people,
 * and write without waiting for the database. Read when the first stream opens; followed from then on.
 */
export class PartnerNames {
  readonly #names = new Map<string, string>();
  /** How many names were learned; if that changes during a read, what was read may be older. */
  #learned = 0;
  #reading: Promise<void> | null = null;

  /** Reads the names, unless they are there. */
  read(database: Database): Promise<void> {
    this.#reading ??= this.#readAll(database).catch((error) => {
      this.#reading = null;
      throw error;
    });
    return this.#reading;
  }

  /** Takes over new and changed names. */
  learn(entries: readonly LedgerEntry[]): void {
    for (const { subject, id, after } of entries) {
      if (subject !== "partner" || !after) continue;
      this.#names.set(id, after.name);
      this.#learned++;
    }
  }

  /** Has the names read again before the next stream opens: a change was too large to follow. */
  forget(): void {
    this.#reading = null;
  }

  /** The name of a partner, or undefined if it was not read. */
  get(id: string): string | undefined {
    return this.#names.get(id);
  }

  async #readAll(database: Database): Promise<void> {
    for (;;) {
      const learned = this.#learned;
      const names = await listPartnerNames(database);
      if (learned !== this.#learned) continue;
      for (const [id, name] of names) this.#names.set(id, name);
      return;
    }
  }
}
