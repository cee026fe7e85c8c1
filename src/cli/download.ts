import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { setTimeout as sleep } from "node:timers/promises";
import { ok, type Result } from "../result.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

/** A file to download: its address, its size, and how to make the first request for it, which is the recorded one. */
export interface RemoteFile {
  readonly url: URL;
  /** In bytes. */
  readonly size: number;
  readonly begin: () => Promise<Result<Response, Failure>>;
}

/** So often in a row it may break off without one more byte. */
const MOST_ATTEMPTS = 5;
const PAUSE_MS = 100;

/**
 * Fetches what `path` does not have yet of a file: goes on where an earlier download ended, also one of another day, and
 * tries again where this one breaks off. Refuses `download_broken_off` (what is there stays, to go on from),
 * `download_refused`, `file_unwritable` and what `begin` refuses.
 */
export async function fetchMissing(
  file: RemoteFile,
  path: string,
  onProgress: (bytes: number) => void,
): Promise<Result<null, Failure>> {
  let have = await sizeOf(path);
  let isBegun = have > 0;
  for (let attempt = 0; have < file.size && attempt < MOST_ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(PAUSE_MS * 2 ** attempt);
    const answer = isBegun ? await resume(file.url, have) : await file.begin();
    if (!answer.ok) return answer;
    isBegun = true;
    const now = await append(answer.value, path, have, onProgress);
    if (!now.ok) return now;
    if (now.value > have) attempt = 0;
    have = now.value;
  }
  return have < file.size ? brokenOff(path, have, file.size) : ok(null);
}

/** The rest of the file, or null if there is no answer. Requested without a token, because it may be on another server. */
async function resume(url: URL, have: number): Promise<Result<Response | null, Failure>> {
  let response: Response;
  try {
    response = await fetch(url, have > 0 ? { headers: { range: `bytes=${have}-` } } : {});
  } catch {
    return ok(null);
  }
  if (response.status >= 500) return ok(null);
  if (response.ok) return ok(response);
  const message = `${url.origin} answered ${response.status} to the request for the file; delete the partial file and download it again.`;
  return fail(EXIT.refused, { code: "download_refused", message });
}

/**
 * Writes what arrives behind what is there, or over it where all of it comes anew; what arrived before a break stays. Gives
 * how many bytes there are then.
 */
async function append(
  answer: Response | null,
  path: string,
  have: number,
  onProgress: (bytes: number) => void,
): Promise<Result<number, Failure>> {
  if (answer === null) return ok(have);
  let bytes = answer.status === 206 ? have : 0;
  const file = createWriteStream(path, { flags: bytes > 0 ? "a" : "w" });
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      onProgress(bytes);
      yield chunk;
    }
  };
  try {
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), counted, file);
  } catch (error) {
    if (isOfDisk(error)) return unwritable(path, error.code);
  }
  return ok(await sizeOf(path));
}

const OF_DISK = /^(ENOSPC|EDQUOT|EFBIG|EACCES|EPERM|EISDIR|ENOENT|ENOTDIR|EROFS|EIO)$/;

/** What fails at the other end says so in other words. */
function isOfDisk(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && OF_DISK.test(String(error.code));
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

function brokenOff(path: string, have: number, size: number): Result<never, Failure> {
  const message = `The download broke off: ${have} of ${size} bytes are in ${path}; run the same command again to continue.`;
  return fail(EXIT.unreachable, { code: "download_broken_off", message });
}

export function unwritable(path: string, why: string): Result<never, Failure> {
  return fail(EXIT.usage, {
    code: "file_unwritable",
    message: `${path} cannot be written (${why}); name another file.`,
  });
}
