import { sql } from "kysely";
import { hashEntry } from "../../src/ledger/hash.ts";
import { toHashedEntry } from "../../src/store/ledger/ledger-row.ts";
import { selectAfter } from "../../src/store/ledger/ledger-table.ts";
import type { Store } from "../../src/store/store.ts";

/** Rewrites all hashes and the head, as someone would who knows how they are made. */
export async function rehash(store: Store): Promise<void> {
  let previousHash = "0".repeat(64);
  for (const row of await selectAfter(store.database, 0, 100)) {
    const hash = hashEntry({ ...toHashedEntry(row), previousHash });
    await sql`update ledger set previous_hash = ${previousHash}, hash = ${hash}
      where sequence = ${row.sequence}`.execute(store.database);
    await sql`update ledger_head set hash = ${hash}`.execute(store.database);
    previousHash = hash;
  }
}
