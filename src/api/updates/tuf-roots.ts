import { LRUCache } from "lru-cache";
import type { TufRoots } from "../../catalog/tuf-root.ts";
import type { Database } from "../../store/database.ts";
import { listTufRoots } from "../../store/tables/tuf-root-table.ts";

/** How long the roots are cached, in milliseconds: after that a new one is answered by every server. */
const FRESH_MS = 1_000;

/** Reads the roots of TUF. While the database is away, the last ones read are used. */
export function readTufRoots(database: Database): () => Promise<TufRoots> {
  const known = new LRUCache<"roots", TufRoots>({
    max: 1,
    ttl: FRESH_MS,
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: () => listTufRoots(database),
  });
  return () => known.forceFetch("roots");
}
