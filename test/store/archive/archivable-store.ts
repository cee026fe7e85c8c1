import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ArchiveLimits, archiveLedger } from "../../../src/store/archive/archive-ledger.ts";
import { archiveOf } from "../../../src/store/archive/ledger-archive.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import { copyOfEmpty, createDatabase, type DatabaseKind, migrated } from "../../support/databases.ts";
import { at } from "../../support/records.ts";

/**
 * An empty database of its own, because archiving renames the ledger's table; with a folder of its own for the archive, or
 * with the archive in memory.
 */
export async function archivableStore(kind: DatabaseKind): Promise<Store> {
  if (kind === "embedded") return copyOfEmpty();
  const dataDirectory = await mkdtemp(join(tmpdir(), "sluice-archive-"));
  const opened = await openStore({ databaseUrl: await createDatabase(), dataDirectory });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = await migrated(opened.value);
  const close = async () => {
    await store.close();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  return { ...store, close };
}

/** Archives all whole segments of this size, of entries up to `through`. */
export function archive(store: Store, segmentEntries: number, limits: Partial<ArchiveLimits> = {}) {
  const all = { before: at("2100-01-01"), through: Number.MAX_SAFE_INTEGER };
  return archiveLedger(store, { ...all, segmentEntries, ...limits });
}

export const filesOf = (store: Store) => archiveOf(store.database).files;
