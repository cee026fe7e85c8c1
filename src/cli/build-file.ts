import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { FoundCompanion } from "../intake/found-build.ts";
import type { BuildTarget } from "../intake/guess-target.ts";
import type { CarriedDetails } from "../intake/of-release.ts";

/** A file that is to become a build: what it is for, how big, its digest, what it carries, and what belongs to it. */
export interface BuildFile extends BuildTarget {
  readonly path: string;
  readonly fileName: string;
  /** In bytes. */
  readonly size: number;
  /** Base64. */
  readonly sha512: string;
  /** Lower-case hex. */
  readonly sha1: string;
  readonly carried: CarriedDetails;
  readonly companions: readonly FoundCompanion[];
}

/** The bytes of a file, telling how many have gone by. */
export async function* readBytes(path: string, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path)) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** The SHA-512 of a file, in base64. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(path), hash);
  return hash.digest("base64");
}
