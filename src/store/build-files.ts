import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** What the bytes of a received build are, computed while they arrived: never what the caller said. */
export interface BuildDigest {
  /** Lower-case hex. */
  readonly sha256: string;
  /** Base64, as desktop updaters check it. */
  readonly sha512: string;
  /** In bytes. */
  readonly size: number;
}

/** What an upload must keep to; the digests only where the sender said what it sends. */
export interface ReceiveLimits {
  /** Hex, in either case. */
  readonly expectedSha256?: string;
  /** Base64. */
  readonly expectedSha512?: string;
  readonly maxBytes: number;
}

export type ReceiveRefusal =
  | "build_too_large"
  | "build_empty"
  | "digest_mismatch"
  | "upload_aborted"
  | "disk_full";
type Received = Result<BuildDigest, Refusal<ReceiveRefusal>>;

/**
 * Receives a build and keeps it under its digest, `<dataDirectory>/builds/<first 2 hex>/<sha256>`. It is there in full
 * and on the disk when this returns ok; otherwise nothing of it is left. The same bytes twice are the same build.
 * The stream carries bytes, not text. One that is refused half-way is left as it is, not destroyed, so that its sender
 * can still be answered: drain it (`resume()`) or close the connection. Throws where the directory cannot be written.
 */
export async function receiveBuildFile(
  dataDirectory: string,
  stream: Readable,
  limits: ReceiveLimits,
): Promise<Received> {
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

/**
 * Removes what uploads left behind that a crash cut off. `olderThanMs`: only what nobody has written to for so long; 0
 * where no other server uses the directory. Call it at start, before any upload. Gives how many.
 */
export async function sweepUnfinished(dataDirectory: string, olderThanMs = 0): Promise<number> {
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

/** A build on disk. It never changes, so any number of readers may read any part of it. */
export interface BuildFile {
  /** In bytes. */
  readonly size: number;
  /** Reads it all, or the bytes from `start` up to and with `end`. */
  readonly read: (range?: { readonly start: number; readonly end: number }) => Readable;
}

/** The build with this digest (lower-case hex); null where there is none here. */
export async function openBuildFile(dataDirectory: string, sha256: string): Promise<BuildFile | null> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const path = buildPath(dataDirectory, sha256);
  const found = await stat(path).catch(nullIfAbsent);
  return found && { size: found.size, read: (range) => createReadStream(path, range) };
}

function unfinishedDirectory(dataDirectory: string): string {
  return join(dataDirectory, "builds", "unfinished");
}

function buildPath(dataDirectory: string, sha256: string): string {
  return join(dataDirectory, "builds", sha256.slice(0, 2), sha256);
}

async function writeUnfinished(path: string, stream: Readable, limits: ReceiveLimits): Promise<Received> {
  const file = await open(path, "wx");
  try {
    const received = await writeMeasured(file, stream, limits.maxBytes);
    if (!received.ok) return received;
    const refusal = whyNotAsSaid(received.value, limits);
    if (refusal) return err(refusal);
    await file.sync();
    return received;
  } finally {
    await file.close();
  }
}

async function writeMeasured(file: FileHandle, stream: Readable, maxBytes: number): Promise<Received> {
  const sha256 = createHash("sha256");
  const sha512 = createHash("sha512");
  let size = 0;
  const chunks = stream.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const chunk = await nextChunk(chunks);
      if (chunk === "aborted") return err(ABORTED);
      if (chunk === "end") break;
      size += chunk.length;
      if (size > maxBytes) return err(tooLarge(maxBytes));
      sha256.update(chunk);
      sha512.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await chunks.return?.();
  }
  return ok({ sha256: sha256.digest("hex"), sha512: sha512.digest("base64"), size });
}

/** What fails here is the sender's end; what fails around it is ours. */
async function nextChunk(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | "end" | "aborted"> {
  try {
    const next = await chunks.next();
    return next.done ? "end" : next.value;
  } catch {
    return "aborted";
  }
}

const ABORTED = refuse("upload_aborted", "The upload broke off before its end; send the whole file again.");
const EMPTY = refuse("build_empty", "The upload has no bytes; allowed is a file of at least one byte.");
const DISK_FULL = refuse(
  "disk_full",
  "The server has no room for this build; free some space in its data directory and send it again.",
);

function tooLarge(maxBytes: number): Refusal<"build_too_large"> {
  return refuse("build_too_large", `The upload is larger than the ${maxBytes} bytes that are allowed.`);
}

function whyNotAsSaid(
  { sha256, sha512, size }: BuildDigest,
  limits: ReceiveLimits,
): Refusal<"build_empty" | "digest_mismatch"> | null {
  if (size === 0) return EMPTY;
  const { expectedSha256 = sha256, expectedSha512 = sha512 } = limits;
  if (expectedSha256.toLowerCase() !== sha256) return mismatch("SHA-256", sha256, expectedSha256);
  return expectedSha512 === sha512 ? null : mismatch("SHA-512", sha512, expectedSha512);
}

function mismatch(name: string, actual: string, expected: string): Refusal<"digest_mismatch"> {
  return refuse(
    "digest_mismatch",
    `The ${name} of the bytes that arrived is ${actual}, not ${expected.slice(0, 128)} as was said; send the file that the digest is of.`,
  );
}

/** The name appears only when the bytes are on the disk, and stays: file first, then rename, then the directories. */
async function moveIntoPlace(dataDirectory: string, unfinished: string, sha256: string): Promise<void> {
  const path = buildPath(dataDirectory, sha256);
  await mkdir(dirname(path), { recursive: true });
  await rename(unfinished, path);
  for (const directory of [dirname(path), join(dataDirectory, "builds"), dataDirectory]) {
    await syncDirectory(directory);
  }
}

/** Windows cannot sync a directory, and its file system does not need it. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

const NO_ROOM = ["ENOSPC", "EDQUOT", "EFBIG"];

function isDiskFull(error: unknown): boolean {
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
