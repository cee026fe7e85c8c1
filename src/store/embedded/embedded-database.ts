import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { Kysely } from "kysely";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { DurableFileSystem } from "../files/durable-file-system.ts";
import { LEDGER_CHANNEL, type Store } from "../store.ts";
import { COLUMN_PARSERS } from "../tables/columns.ts";
import { lockDataDirectory } from "./data-directory-lock.ts";
import { pgliteDialect } from "./pglite-dialect.ts";

export type EmbeddedRefusal = "data_directory_not_writable" | "data_directory_in_use";

/** Every commit reaches the disk: without `-F`, which switches fsync off. */
const DURABLE_START = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...["-c", "fsync=on", "-c", "wal_sync_method=fsync"],
];

/** Opens the embedded database in `<dataDirectory>/database`, as durable as a server, for this process alone. */
export async function openEmbedded(dataDirectory: string): Promise<Result<Store, Refusal<EmbeddedRefusal>>> {
  const directory = join(dataDirectory, "database");
  const locked = prepare(dataDirectory, directory);
  if (!locked.ok) return locked;
  try {
    const options = { fs: new DurableFileSystem(directory), startParams: DURABLE_START };
    return ok(toStore(await createPglite(options), locked.value));
  } catch (error) {
    locked.value();
    throw error;
  }
}

/** A database in memory that can be copied. */
export interface InMemoryStore extends Store {
  /** A snapshot that another database can start from: much faster than migrating an empty one. */
  copy(): Promise<Blob>;
}

/**
 * An embedded database in memory: nothing is kept, nothing is locked. For tests and dry runs. `from` is a copy of
 * another.
 */
export async function openInMemory(from?: Blob): Promise<InMemoryStore> {
  const pglite = await createPglite(from ? { loadDataDir: from } : {});
  return { ...toStore(pglite, () => {}), copy: () => pglite.dumpDataDir("none") };
}

function createPglite(options: PGliteOptions): Promise<PGlite> {
  return PGlite.create({ ...options, parsers: COLUMN_PARSERS, extensions: { pg_trgm } });
}

function toStore(pglite: PGlite, unlock: () => void): Store {
  const database = new Kysely<never>({ dialect: pgliteDialect(pglite) }) as unknown as Store["database"];
  return {
    kind: "embedded",
    database,
    listen: (onWake) => pglite.listen(LEDGER_CHANNEL, onWake),
    connections: () => null,
    async close() {
      await database.destroy();
      unlock();
    },
  };
}

function prepare(dataDirectory: string, directory: string): Result<() => void, Refusal<EmbeddedRefusal>> {
  try {
    makeDirectory(directory);
    return lockDataDirectory(dataDirectory);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return err(
      refuse(
        "data_directory_not_writable",
        `The data directory ${dataDirectory} cannot be written (${error.message}); set DATA_DIR to a directory that this program may write to or create.`,
      ),
    );
  }
}

/**
 * Creates a directory and its parents. (`recursive` never ends on a file system without directories of its own, such as
 * /proc.)
 */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && statSync(path).isDirectory()) return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    makeDirectory(dirname(path));
    mkdirSync(path);
  }
}
