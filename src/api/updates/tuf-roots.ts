import type { TufRoots } from "../../catalog/tuf-root.ts";
import { LastKnown } from "../../serving/last-known.ts";
import type { Database } from "../../store/database.ts";
import { listTufRoots } from "../../store/tables/tuf-root-table.ts";

/** Reads the roots of TUF now and gives what reads them later; throws the database's errors now alone. */
export async function prepareTufRoots(database: Database): Promise<() => Promise<TufRoots>> {
  const known = new LastKnown(await listTufRoots(database), () => listTufRoots(database));
  return () => known.now();
}
