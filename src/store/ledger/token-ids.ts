import type { Database } from "../database.ts";
import { entriesAbout } from "./ledger-table.ts";

/** Those of these ids that are a token's, revoked tokens too. */
export async function findTokenIds(database: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const asked = [...new Set(ids)].map((id) => ({ subject: "token" as const, id }));
  return new Set((await entriesAbout(database, asked)).map(({ id }) => id));
}
