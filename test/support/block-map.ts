import { createHash } from "node:crypto";
import { deflateRawSync, gzipSync } from "node:zlib";

const USUAL_BLOCK_BYTES = 16 * 1024;

/** The block map of a file as electron-builder puts it beside an exe or a zip: which bytes stand where, by their digests. */
export function makeBlockMap(file: Uint8Array, blockBytes = USUAL_BLOCK_BYTES): Buffer {
  return gzipSync(describeBlocks(file, blockBytes));
}

/** A file with its block map at its end. */
export interface MappedFile {
  readonly bytes: Buffer;
  /** In bytes. */
  readonly blockMapSize: number;
}

/** An AppImage with a block map at its end, as electron-builder makes it; the map is that of `mapped`. */
export function withBlockMap(file: Uint8Array, mapped = file): MappedFile {
  const map = deflateRawSync(describeBlocks(mapped, USUAL_BLOCK_BYTES));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(map.length);
  return { bytes: Buffer.concat([file, map, size]), blockMapSize: map.length };
}

function describeBlocks(file: Uint8Array, blockBytes: number): string {
  const blocks = Array.from({ length: Math.ceil(file.length / blockBytes) }, (_, index) =>
    file.subarray(index * blockBytes, (index + 1) * blockBytes),
  );
  const checksums = blocks.map((block) => createHash("sha512").update(block).digest("base64").slice(0, 24));
  const sizes = blocks.map((block) => block.length);
  return JSON.stringify({ version: "2", files: [{ name: "file", offset: 0, checksums, sizes }] });
}
