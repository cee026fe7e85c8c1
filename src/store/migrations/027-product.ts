import { sql } from "kysely";
import type { Database } from "../database.ts";

/** What the vendor says once of its apps: one row, by protocol. */
export async function createProduct(database: Database): Promise<void> {
  await sql`
    create table products (
      id text primary key,
      updaters jsonb not null check (jsonb_typeof(updaters) = 'object')
    )
  `.execute(database);
}
