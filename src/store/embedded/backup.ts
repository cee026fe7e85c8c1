import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { link, mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { create, extract } from "tar";
import type { LedgerPosition } from "../../ledger/entry.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { ARCHIVE_FOLDER } from "../archive/disk-segment-files.ts";
import { syncDirectory } from "../files/sync-directory.ts";

/** What a backup says of itself, in the file `sluice-backup.json` that it begins with. */
export interface BackupManifest {
  readonly format: 1;
  /** The version of the program that wrote it. */
  readonly program: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** How many entries its ledger has, and the last of them. */
  readonly entries: number;
  readonly head: LedgerPosition;
}

const MANIFEST = "sluice-backup.json";
/** What of a data directory is in a backup: not uploads and imports that are under way. */
const PARTS = ["database", "builds", ARCHIVE_FOLDER];

/**
 * Writes the embedded database, the builds and the archive of the ledger of a data directory that nobody uses into one compressed tar file, which
 * appears whole or not at all. Refuses `backup_exists`. Throws errors of the file system.
 */
export async function writeBackup(
  dataDirectory: string,
  file: string,
  manifest: BackupManifest,
): Promise<Result<null, Refusal<"backup_exists">>> {
  const beside = `${file}.unfinished`;
  const scratch = join(dataDirectory, MANIFEST);
  try {
    await writeFile(scratch, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    const parts = [MANIFEST, ...PARTS.filter((name) => existsSync(join(dataDirectory, name)))];
    const options = { cwd: dataDirectory, gzip: true, portable: true, strict: true, filter: isKept };
    await pipeline(create(options, parts), createWriteStream(beside, { mode: 0o600 }));
    await syncFile(beside);
    // Unlike a rename, a link never replaces a file.
    await link(beside, file);
    await syncDirectory(dirname(file));
    return ok(null);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return err(exists(file));
  } finally {
    await rm(scratch, { force: true });
    await rm(beside, { force: true });
  }
}

/** The refusal of a backup to a file that is there already. */
export function exists(file: string): Refusal<"backup_exists"> {
  return refuse("backup_exists", `${file} is there already; name another file, or a folder for a new one.`);
}

function isKept(path: string): boolean {
  return !/^(?:\.\/)?(?:builds\/unfinished\/|ledger\/.*\.unfinished$)/.test(path);
}

/**
 * Puts the contents of a backup into a data directory that has none of its parts yet, whole or not at all; gives
 * what the backup says of itself. Refuses `backup_unreadable` and `data_directory_not_empty`. Throws errors of the file
 * system.
 */
export async function readBackup(
  file: string,
  dataDirectory: string,
): Promise<Result<BackupManifest, Refusal<"backup_unreadable" | "data_directory_not_empty">>> {
  const used = await usedParts(dataDirectory);
  if (used.length > 0) return err(notEmpty(dataDirectory, used));
  const beside = join(dataDirectory, "restoring");
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { mode: 0o700 });
  try {
    await readToItsEnd(file);
    const manifest = await unpack(file, beside);
    if (manifest === null) return err(unreadable(file, "it is no backup of this program, or of a newer one"));
    for (const name of PARTS) await moveIfThere(join(beside, name), join(dataDirectory, name));
    await syncDirectory(dataDirectory);
    return ok(manifest);
  } catch (error) {
    if (["ENOSPC", "EDQUOT"].includes(codeOf(error))) throw error;
    return err(unreadable(file, error instanceof Error ? error.message : String(error)));
  } finally {
    // Unpacking may still be at work on other files after an error.
    await rm(beside, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** Throws if the compressed file is cut off, or if its bytes are not those that were written. */
async function readToItsEnd(file: string): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(createReadStream(file), createGunzip(), nowhere);
}

/** Unpacks plain files and folders of a backup; gives its manifest, or null if it has none, or parts are missing. */
async function unpack(file: string, directory: string): Promise<BackupManifest | null> {
  const isOurs = (path: string, entry: unknown) => {
    const { type } = entry as { readonly type?: string };
    const [top = ""] = path.replace(/^\.\//, "").split("/");
    return [MANIFEST, ...PARTS].includes(top) && (type === "File" || type === "Directory");
  };
  await pipeline(createReadStream(file), extract({ cwd: directory, strict: true, filter: isOurs }));
  if (!existsSync(join(directory, MANIFEST)) || !existsSync(join(directory, "database", "PG_VERSION")))
    return null;
  const manifest = JSON.parse(await readFile(join(directory, MANIFEST), "utf8")) as Partial<BackupManifest>;
  return manifest.format === 1 && manifest.head ? (manifest as BackupManifest) : null;
}

async function usedParts(dataDirectory: string): Promise<readonly string[]> {
  const counts = await Promise.all(
    PARTS.map(async (name) => (await readdir(join(dataDirectory, name)).catch(() => [])).length),
  );
  return PARTS.filter((_, place) => counts[place]);
}

async function moveIfThere(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  await rm(to, { recursive: true, force: true });
  await rename(from, to);
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function notEmpty(dataDirectory: string, used: readonly string[]): Refusal<"data_directory_not_empty"> {
  const message = `The data directory ${dataDirectory} has ${used.join(" and ")} already, which a restore would replace; set DATA_DIR to a new directory.`;
  return refuse("data_directory_not_empty", message);
}

function unreadable(file: string, why: string): Refusal<"backup_unreadable"> {
  const message = `${basename(file)} cannot be restored (${why.split("\n", 1)[0]}); use another backup that "sluice backup" wrote.`;
  return refuse("backup_unreadable", message);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
