import { chmodSync, lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../make-directory.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { ARCHIVE_FOLDER } from "./archive/disk-segment-files.ts";

export type DirectoryRefusal = "data_directory_not_writable" | "data_directory_not_private";

/** The bits of a mode that let the group and all others in. */
const OTHERS = 0o077;
const STICKY = 0o1000;
/** Windows has no modes; there the rights of the folder hold. */
const HAS_MODES = process.platform !== "win32";
/** What Sluice keeps in a data directory. What else lies there is left as it is. */
const OWN_NAMES = [
  "database",
  "database.new",
  "restoring",
  "builds",
  "uploads",
  "imports",
  ARCHIVE_FOLDER,
  "lock",
  "demo-logins.json",
];

/**
 * Makes a data directory and closes it to other accounts (mode 0700, and files 0600), with everything that Sluice keeps
 * in it, and makes all files private that this process creates from now on. Gives a sentence for people if the directory
 * was open to others until now, or null. Refuses `data_directory_not_writable`, and `data_directory_not_private` if it
 * cannot be closed, as when it is another account's.
 */
export function prepareDataDirectory(directory: string): Result<string | null, Refusal<DirectoryRefusal>> {
  try {
    if (HAS_MODES) process.umask(OTHERS);
    makeDirectory(directory);
    const before = statSync(directory).mode;
    const closed = closeToOthers(directory);
    return closed.ok ? ok(isOpen(before) ? mended(directory, before) : null) : closed;
  } catch (error) {
    return err(notWritable(directory, error instanceof Error ? error.message : String(error)));
  }
}

/** Takes the rights of the group and of others from a data directory and from what Sluice keeps in it. */
function closeToOthers(directory: string): Result<null, Refusal<DirectoryRefusal>> {
  if (!HAS_MODES) return ok(null);
  // A link may lead out of the directory, whose mode then protects nothing.
  for (const path of [directory, ...OWN_NAMES.map((name) => join(directory, name))]) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (found.isDirectory() && found.mode & STICKY) return err(notPrivate(path, "all accounts share it"));
    if (!tighten(path, found)) return err(notPrivate(path, "its mode cannot be changed"));
    if (path !== directory && found.isDirectory()) tightenBelow(path);
  }
  return ok(null);
}

/** Takes the rights from every file below; what is another account's is protected by the directories above. */
function tightenBelow(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined || found.isSymbolicLink()) continue;
    if (tighten(path, found) && found.isDirectory()) tightenBelow(path);
  }
}

/** Gives false if others may still enter afterwards: it is another account's, or its file system has fixed modes. */
function tighten(path: string, { mode }: Stats): boolean {
  if (!isOpen(mode)) return true;
  try {
    chmodSync(path, mode & 0o700);
    return !isOpen(statSync(path).mode);
  } catch (error) {
    if (["EPERM", "EACCES", "ENOENT", "ENOTSUP", "EROFS"].includes(codeOf(error))) return false;
    throw error;
  }
}

function isOpen(mode: number): boolean {
  return HAS_MODES && (mode & OTHERS) !== 0;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** The refusal where a data directory cannot be made or written. */
export function notWritable(directory: string, why: string): Refusal<"data_directory_not_writable"> {
  const message = `The data directory ${directory} cannot be written (${why}); set DATA_DIR to a directory that this program may write to or create.`;
  return refuse("data_directory_not_writable", message);
}

function notPrivate(path: string, why: string): Refusal<"data_directory_not_private"> {
  const message = `Other accounts of this machine may enter ${path}, and ${why}; set DATA_DIR to a directory that this account owns, such as a new one below it, or give it mode 0700 yourself.`;
  return refuse("data_directory_not_private", message);
}

function mended(directory: string, mode: number): string {
  const was = (mode & 0o7777).toString(8).padStart(4, "0");
  return `Other accounts of this machine could enter the data directory ${directory} (mode ${was}). It has mode 0700 now; who read it before may know its passwords' hashes and its signing key.`;
}
