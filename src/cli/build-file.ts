import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { type BuildTarget, guessTarget, type SaidTarget } from "../intake/guess-target.ts";
import { ok, type Result } from "../result.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

/** A file that is to become a build: what it is for, how big, and its digest. */
export interface BuildFile extends BuildTarget {
  readonly path: string;
  readonly fileName: string;
  /** In bytes. */
  readonly size: number;
  /** Base64. */
  readonly sha512: string;
}

/** Looks at a file before anything is sent. Refuses `file_unreadable` and what {@link guessTarget} refuses. */
export async function readBuildFile(path: string, said: SaidTarget): Promise<Result<BuildFile, Failure>> {
  const fileName = basename(path);
  const target = guessTarget(fileName, said);
  if (!target.ok) return fail(EXIT.usage, target.error);
  const size = await sizeOf(path);
  if (size === null) {
    const message = `${path} cannot be read; give a file that exists and is not empty`;
    return fail(EXIT.usage, { code: "file_unreadable", message });
  }
  return ok({ ...target.value, path, fileName, size, sha512: await digestOf(path) });
}

/** The bytes of a file, telling how many have gone by. */
export async function* readBytes(path: string, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path)) {
    onBytes(chunk.length);
    yield chunk;
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size > 0 ? found.size : null;
  } catch {
    return null;
  }
}

/** The SHA-512 of a file, in base64. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(path), hash);
  return hash.digest("base64");
}
