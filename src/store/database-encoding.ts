import { sql } from "kysely";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Database } from "./database.ts";

const UTF8 = "UTF8";

/**
 * Checks that a database can store every character: names, and what installations tell, may have any. Refuses
 * `database_not_utf8`.
 */
export async function checkEncoding(database: Database): Promise<Result<null, Refusal<"database_not_utf8">>> {
  const { rows } = await sql<{ encoding: string }>`
    select current_setting('server_encoding') as encoding`.execute(database);
  const encoding = rows[0]?.encoding ?? "unknown";
  if (encoding === UTF8) return ok(null);
  return err(
    refuse(
      "database_not_utf8",
      `The database at DATABASE_URL has the encoding ${encoding}, which cannot store every name; set DATABASE_URL to a database that was made with the encoding UTF8 (createdb --encoding UTF8 --template template0).`,
    ),
  );
}
