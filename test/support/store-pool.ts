import { sql } from "kysely";
import type { Store } from "../../src/store/store.ts";
import { type DatabaseKind, emptyStore, newStore } from "./databases.ts";

/** A store of this worker, and its size in bytes when it was empty. */
interface Pooled {
  readonly store: Store;
  readonly emptyBytes: number;
}

/** Stores that no test has at the moment: opening one takes seconds, emptying one milliseconds. */
const free: Record<DatabaseKind, Pooled[]> = { embedded: [], postgresql: [] };

/** How many bytes deleted rows may leave behind before the tables are rewritten. */
const LEFT_BYTES = 16 * 1024 * 1024;

/**
 * An empty store with the whole schema, which the worker keeps for the next test: `close` gives it back. For all tests
 * except those about opening a database, or about losing one: they ask for a `newStore`.
 */
export async function borrowStore(kind: DatabaseKind): Promise<Store> {
  const pooled = free[kind].pop() ?? (await openPooled(kind));
  await emptyStore(pooled.store);
  if ((await sizeOf(pooled.store)) > pooled.emptyBytes + LEFT_BYTES) await truncateAll(pooled.store);
  let isBorrowed = true;
  return {
    ...pooled.store,
    close: async () => {
      if (isBorrowed) free[kind].push(pooled);
      isBorrowed = false;
    },
  };
}

async function openPooled(kind: DatabaseKind): Promise<Pooled> {
  const store = await newStore(kind);
  return { store, emptyBytes: await sizeOf(store) };
}

async function sizeOf({ database }: Store): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select sum(pg_total_relation_size(oid))::float8 as bytes from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'`.execute(database);
  return rows[0]?.bytes ?? 0;
}

async function truncateAll({ database }: Store): Promise<void> {
  const { rows } = await sql<{ tables: string }>`
    select string_agg(quote_ident(tablename), ', ') as tables from pg_tables
    where schemaname = 'public' and tablename not in ('migrations', 'ledger_head')`.execute(database);
  await sql`truncate ${sql.raw(rows[0]?.tables ?? "")}`.execute(database);
}
