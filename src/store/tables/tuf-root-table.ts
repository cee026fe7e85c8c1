import type { TufRoot } from "../../catalog/tuf-root.ts";
import { formatInstant } from "../../instant.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import type { Database } from "../database.ts";
import { toJsonText } from "./columns.ts";

/** A root, and who gave it. */
export interface StoredTufRoot extends TufRoot {
  readonly addedBy: ActorReference;
}

/** Every version of the root, the oldest first. */
export async function listTufRoots(database: Database): Promise<readonly StoredTufRoot[]> {
  const rows = await database.selectFrom("tuf_roots").selectAll().orderBy("version").execute();
  return rows.map(({ version, metadata, added_at, added_by }) => {
    return { version, metadata, addedAt: added_at, addedBy: added_by };
  });
}

/** Stores a version of the root; gives false if there is one already. */
export async function insertTufRoot(database: Database, root: StoredTufRoot): Promise<boolean> {
  const { version, metadata, addedAt, addedBy } = root;
  const { numInsertedOrUpdatedRows } = await database
    .insertInto("tuf_roots")
    .values({ version, metadata, added_at: formatInstant(addedAt), added_by: toJsonText(addedBy) })
    .onConflict((conflict) => conflict.column("version").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
