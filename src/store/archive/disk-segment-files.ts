import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { syncDirectory } from "../files/sync-directory.ts";
import { ArchiveFault, type SegmentFiles } from "./segment-files.ts";

/** The folder of the archive in a data directory. */
export const ARCHIVE_FOLDER = "ledger";

/** The archive in `<dataDirectory>/ledger`; the folder is made with the first file. */
export function diskSegmentFiles(dataDirectory: string): SegmentFiles {
  const folder = join(dataDirectory, ARCHIVE_FOLDER);
  return {
    write: (name, bytes) => orFault(name, () => write(dataDirectory, folder, name, bytes)),
    read: (name) => orFault(name, () => readFile(join(folder, name)).catch(nullIfAbsent)),
  };
}

/** File first, then its name, then the directories: after a crash it is there whole, or not under this name. */
async function write(dataDirectory: string, folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = join(folder, `${randomUUID()}.unfinished`);
  try {
    const file = await open(unfinished, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, name));
  } finally {
    await rm(unfinished, { force: true });
  }
  for (const directory of [folder, dataDirectory]) await syncDirectory(directory);
}

async function orFault<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw new ArchiveFault(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function nullIfAbsent(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
