import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, constants, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { err, ok, refuse } from "../../result.ts";
import type { BuildFile, BuildFiles, ReceiveResult } from "./build-files.ts";
import { ABORTED, measureBytes, type ReceiveLimits } from "./measured-bytes.ts";
import { syncDirectory } from "./sync-directory.ts";

/**
 * The files of builds in a directory of this machine: `<dataDirectory>/builds/<first 2 hex>/<sha256>`. Throws if the
 * directory cannot be written; a full disk is refused as `disk_full`.
 */
export function diskBuildFiles(dataDirectory: string): BuildFiles {
  return {
    kind: "disk",
    receive: (stream, limits) => receive(dataDirectory, stream, limits),
    open: async (sha256) => ok(await openFile(dataDirectory, sha256)),
    linkTo: async () => null,
    sweepUnfinished: (olderThanMs) => sweepUnfinished(dataDirectory, olderThanMs),
    check: () => check(dataDirectory),
  };
}

async function receive(
  dataDirectory: string,
  stream: Readable,
  limits: ReceiveLimits,
): Promise<ReceiveResult> {
  const unfinished = join(unfinishedDirectory(dataDirectory), randomUUID());
  try {
    await mkdir(dirname(unfinished), { recursive: true });
    const received = await writeUnfinished(unfinished, stream, limits);
    if (received.ok) await moveIntoPlace(dataDirectory, unfinished, received.value.sha256);
    return received;
  } catch (error) {
    if (isDiskFull(error)) return err(DISK_FULL);
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function sweepUnfinished(dataDirectory: string, olderThanMs: number): Promise<number> {
  const directory = unfinishedDirectory(dataDirectory);
  const names = await readdir(directory).catch(emptyIfAbsent);
  const swept = await Promise.all(names.map((name) => removeIfOld(join(directory, name), olderThanMs)));
  return swept.filter((removed) => removed).length;
}

async function removeIfOld(path: string, olderThanMs: number): Promise<boolean> {
  const found = await stat(path).catch(nullIfAbsent);
  if (!found || found.mtimeMs > Date.now() - olderThanMs) return false;
  await rm(path, { force: true });
  return true;
}

async function openFile(dataDirectory: string, sha256: string): Promise<BuildFile | null> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const path = buildPath(dataDirectory, sha256);
  const found = await stat(path).catch(nullIfAbsent);
  return found && { size: found.size, read: (range) => createReadStream(path, range) };
}

async function check(dataDirectory: string): ReturnType<BuildFiles["check"]> {
  try {
    await access(dataDirectory, constants.R_OK | constants.W_OK);
    return ok(true);
  } catch (error) {
    const message = `The data directory ${dataDirectory} cannot be used (${codeOf(error)}); use a directory that this user may write to.`;
    return err(refuse("data_directory_not_writable", message));
  }
}

function unfinishedDirectory(dataDirectory: string): string {
  return join(dataDirectory, "builds", "unfinished");
}

function buildPath(dataDirectory: string, sha256: string): string {
  return join(dataDirectory, "builds", sha256.slice(0, 2), sha256);
}

async function writeUnfinished(
  path: string,
  stream: Readable,
  limits: ReceiveLimits,
): Promise<ReceiveResult> {
  const file = await open(path, "wx");
  const bytes = measureBytes(stream, limits);
  try {
    let next = await bytes.next();
    for (; !next.done; next = await bytes.next()) await file.writeFile(next.value);
    if (next.value.ok) await file.sync();
    return next.value;
  } finally {
    await bytes.return(err(ABORTED));
    await file.close();
  }
}

/** Moves a file to its name durably, after its bytes are on the disk: file first, then rename, then the directories. */
async function moveIntoPlace(dataDirectory: string, unfinished: string, sha256: string): Promise<void> {
  const path = buildPath(dataDirectory, sha256);
  await mkdir(dirname(path), { recursive: true });
  await rename(unfinished, path);
  for (const directory of [dirname(path), join(dataDirectory, "builds"), dataDirectory]) {
    await syncDirectory(directory);
  }
}

/** The refusal if the disk has no space for a build. */
export const DISK_FULL = refuse(
  "disk_full",
  "The server has no space for this build; free some in its data directory and send it again.",
);
const NO_ROOM = ["ENOSPC", "EDQUOT", "EFBIG"];

/** Whether writing failed because the disk is full. */
export function isDiskFull(error: unknown): boolean {
  return NO_ROOM.includes(codeOf(error));
}

function emptyIfAbsent(error: unknown): string[] {
  if (codeOf(error) === "ENOENT") return [];
  throw error;
}

function nullIfAbsent(error: unknown): null {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
