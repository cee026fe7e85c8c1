import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FoundFile } from "../../../src/intake/found-file.ts";
import { fileNameOf } from "../../../src/intake/found-file.ts";
import { isMetadataName } from "../../../src/intake/read-metadata.ts";

/** The output folder of a tool: its files by their paths. */
export type Folder = Readonly<Record<string, Buffer>>;

/** Bytes that are the same for the same name, and different for another. */
export function bytesOf(name: string, size = 400): Buffer {
  return Buffer.from(createHash("sha512").update(name).digest("hex").repeat(8)).subarray(0, size);
}

export function digestOf(bytes: Buffer, algorithm: "sha1" | "sha256" | "sha512", encoding: "hex" | "base64") {
  return createHash(algorithm).update(bytes).digest(encoding);
}

/** The files as the room takes them: with the texts of those that are read. */
export function found(folder: Folder): readonly FoundFile[] {
  return Object.entries(folder).map(([path, bytes]) => {
    const text = isMetadataName(fileNameOf(path)) ? bytes.toString("utf8") : undefined;
    return { path, size: bytes.length, text };
  });
}

/** Writes the files below a folder of the disk. */
export function writeFolder(root: string, folder: Folder): void {
  for (const [path, bytes] of Object.entries(folder)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
}
