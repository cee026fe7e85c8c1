import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { sql } from "kysely";
import pg from "pg";
import { inject } from "vitest";
import { type InMemoryStore, openInMemory } from "../../src/store/embedded/embedded-database.ts";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { madeOnce } from "./made-once.ts";

export const DATABASE_KINDS = ["embedded", "postgresql"] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** A new, empty database with the whole schema: embedded in memory, or on the PostgreSQL of this run. */
export async function newStore(kind: DatabaseKind): Promise<Store> {
  return kind === "embedded" ? copyOfEmpty() : migrated(await newEmptyDatabase(kind));
}

/** A new, empty embedded database with the whole schema: a copy of one that is made once. */
export async function copyOfEmpty(): Promise<InMemoryStore> {
  return openCopy(await madeOnce("empty-database", writeEmptyDatabase));
}

/** A new database without any schema. */
export async function newEmptyDatabase(kind: DatabaseKind): Promise<Store> {
  if (kind === "embedded") return openInMemory();
  const opened = await openStore({ databaseUrl: await createDatabase(), dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Migrates a database to the whole schema. */
export async function migrated<Any extends Store>(store: Any): Promise<Any> {
  const done = await migrateStore(store);
  if (!done.ok) throw new Error(done.error.message);
  return store;
}

async function writeEmptyDatabase(path: string): Promise<void> {
  const store = await migrated(await openInMemory());
  await writeCopy(store, path);
  await store.close();
}

/** Writes a copy of a database to a file. */
export async function writeCopy(store: InMemoryStore, path: string): Promise<void> {
  await writeFile(path, Buffer.from(await (await store.copy()).arrayBuffer()));
}

/** A database in memory that starts from the copy in a file. */
export async function openCopy(path: string): Promise<InMemoryStore> {
  return openInMemory(new Blob([await readFile(path)]));
}

/** Creates a database on the PostgreSQL of this run; gives its URL. */
export async function createDatabase(serverUrl = inject("postgresUrl")): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = name;
  return url.href;
}

/** Deletes all rows of a database: much faster than a new one, and than to truncate small tables. */
export async function emptyStore(store: Store): Promise<void> {
  await sql`
    do $$
    declare
      one text;
    begin
      -- In this way no table minds what refers to it.
      set local session_replication_role = replica;
      for one in select tablename from pg_tables where schemaname = 'public' and tablename not in ('migrations', 'ledger_head') loop
        execute format('delete from %I', one);
      end loop;
      update ledger_head set sequence = 0, hash = repeat('0', 64), at = '1970-01-01T00:00:00Z';
      for one in select sequencename from pg_sequences where schemaname = 'public' loop
        execute format('alter sequence %I restart', one);
      end loop;
    end
    $$
  `.execute(store.database);
}
