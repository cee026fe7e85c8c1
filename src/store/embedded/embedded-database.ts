import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Kysely } from "kysely";
import { makeDirectory } from "../../make-directory.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { ArchivePlugin, LedgerArchive } from "../archive/ledger-archive.ts";
import { memorySegmentFiles } from "../archive/segment-files.ts";
import { syncDirectory } from "../files/sync-directory.ts";
import { type DirectoryRefusal, notWritable } from "../private-directory.ts";
import { LEDGER_CHANNEL, type OnStatement, type Store } from "../store.ts";
import { type DamageRefusal, damaged } from "./damage.ts";
import type { LockRefusal } from "./data-directory-lock.ts";
import { createPglite } from "./open-pglite.ts";
import { type Connection, pgliteDialect } from "./pglite-dialect.ts";
import { PgliteThread } from "./pglite-thread.ts";

export type EmbeddedRefusal = DirectoryRefusal | LockRefusal | DamageRefusal;

/** What an embedded database is opened with. */
interface EmbeddedSurroundings {
  /** The archive of its ledger. */
  readonly archive: LedgerArchive;
  readonly onStatement?: OnStatement | undefined;
}

/**
 * Opens the embedded database in `<dataDirectory>/database`, as durable as a server, for this process alone. Makes it if
 * there is none yet. Refuses `data_directory_not_writable`, `data_directory_in_use`, `data_directory_not_lockable`, and
 * `database_damaged` if its files do not open.
 */
export async function openEmbedded(
  dataDirectory: string,
  around: EmbeddedSurroundings,
): Promise<Result<Store, Refusal<EmbeddedRefusal>>> {
  const locked = await lock(dataDirectory);
  if (!locked.ok) return locked;
  const opened = await openFiles(dataDirectory);
  if (opened.ok) return ok(toStore(opened.value, around, locked.value));
  locked.value();
  return opened;
}

async function openFiles(dataDirectory: string): Promise<Result<PgliteThread, Refusal<EmbeddedRefusal>>> {
  const directory = join(dataDirectory, "database");
  const names = existsSync(directory) ? readdirSync(directory) : [];
  if (names.length === 0) {
    const made = await makeDatabase(dataDirectory, directory);
    if (!made.ok) return made;
  } else if (!names.includes("PG_VERSION")) {
    // PGlite would make a new database over what is left of this one.
    return err(damaged(dataDirectory, "its file PG_VERSION is missing"));
  }
  return openDirectory(directory, (why) => toRefusal(dataDirectory, why));
}

/**
 * Makes an empty database beside its place and moves it there when it is whole, so that a first start that was cut off
 * leaves none behind that looks damaged.
 */
async function makeDatabase(
  dataDirectory: string,
  directory: string,
): Promise<Result<null, Refusal<EmbeddedRefusal>>> {
  const beside = `${directory}.new`;
  rmSync(beside, { recursive: true, force: true });
  const made = await openDirectory(beside, (why) => notWritable(dataDirectory, why));
  if (!made.ok) return made;
  await made.value.close();
  rmSync(directory, { recursive: true, force: true });
  renameSync(beside, directory);
  await syncDirectory(dataDirectory);
  return ok(null);
}

async function openDirectory(
  directory: string,
  refusalOf: (why: string) => Refusal<EmbeddedRefusal>,
): Promise<Result<PgliteThread, Refusal<EmbeddedRefusal>>> {
  const opened = await PgliteThread.open(directory);
  return opened.ok ? opened : err(refusalOf(opened.error));
}

function toRefusal(dataDirectory: string, why: string): Refusal<EmbeddedRefusal> {
  const isOfDisk = /permission denied|no space left|read-only file system|operation not permitted/i.test(why);
  return isOfDisk ? notWritable(dataDirectory, why) : damaged(dataDirectory, why);
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
  const archive = new LedgerArchive(async () => memorySegmentFiles());
  const database: OpenDatabase = {
    query: (sql, parameters) => pglite.query(sql, parameters),
    listen: (onWake) => pglite.listen(LEDGER_CHANNEL, onWake),
    get closed() {
      return pglite.closed;
    },
    close: () => pglite.close(),
  };
  return { ...toStore(database, { archive }, () => {}), copy: () => pglite.dumpDataDir("none") };
}

/** What a store needs of an embedded database beside its connection. */
interface OpenDatabase extends Connection {
  listen(onWake: () => void): Promise<() => Promise<void>>;
}

function toStore(
  pglite: OpenDatabase,
  { archive, onStatement }: EmbeddedSurroundings,
  unlock: () => void,
): Store {
  const database = new Kysely<never>({
    dialect: pgliteDialect(pglite),
    plugins: [new ArchivePlugin(archive)],
    ...(onStatement && { log: onStatement }),
  }) as unknown as Store["database"];
  return {
    kind: "embedded",
    database,
    listen: (onWake) => pglite.listen(onWake),
    connections: () => null,
    async close() {
      await database.destroy();
      unlock();
    },
  };
}

async function lock(dataDirectory: string): Promise<Result<() => void, Refusal<EmbeddedRefusal>>> {
  try {
    makeDirectory(join(dataDirectory, "database"));
    // Only where it is needed: the package for locks is compiled for each system, and one may have none.
    const { lockDataDirectory } = await import("./data-directory-lock.ts");
    return lockDataDirectory(dataDirectory);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return err(isNotLoaded(error) ? NO_LOCKS : notWritable(dataDirectory, error.message));
  }
}

function isNotLoaded({ code }: { readonly code: unknown }): boolean {
  return ["ERR_DLOPEN_FAILED", "MODULE_NOT_FOUND", "ADDON_NOT_FOUND"].includes(String(code));
}

const NO_LOCKS = refuse(
  "data_directory_not_lockable",
  "This system cannot lock a data directory, because the package fs-native-extensions has no part compiled for it; set DATABASE_URL to use PostgreSQL, or run on Linux with glibc, macOS or Windows.",
);
