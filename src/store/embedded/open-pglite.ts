import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { DurableFileSystem } from "../files/durable-file-system.ts";
import { COLUMN_PARSERS } from "../tables/columns.ts";

/** Every commit reaches the disk: without `-F`, which switches fsync off. */
const DURABLE_START = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...["-c", "fsync=on", "-c", "wal_sync_method=fsync"],
];

/**
 * Opens the database in a directory, as durable as a server, in this thread. Makes it if the directory is empty. Throws if
 * its files do not open; `onStderr` gets what it says meanwhile, line by line.
 */
export function openDirectory(directory: string, onStderr: (line: string) => boolean): Promise<PGlite> {
  const fs = new DurableFileSystem(directory);
  return createPglite({ fs, startParams: DURABLE_START, onStderr });
}

/** Opens a database in memory in this thread. */
export function createPglite(options: PGliteOptions): Promise<PGlite> {
  return PGlite.create({ ...options, parsers: COLUMN_PARSERS, extensions: { pg_trgm } });
}
