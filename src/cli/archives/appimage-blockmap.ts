import { open } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";

const LENGTH_BYTES = 4;
const MOST_PACKED_BYTES = 16 * 1024 ** 2;
const MOST_BYTES = 256 * 1024 ** 2;

/**
 * The size in bytes of the block map that electron-builder puts behind an AppImage, or null if it has none: deflated JSON,
 * and behind it its size in four bytes.
 */
export async function readAppImageBlockMapSize(path: string): Promise<number | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size <= LENGTH_BYTES) return null;
    const read = async (length: number, position: number) => {
      const buffer = Buffer.alloc(length);
      await file.read(buffer, 0, length, position);
      return buffer;
    };
    const length = (await read(LENGTH_BYTES, size - LENGTH_BYTES)).readUInt32BE(0);
    if (length === 0 || length > MOST_PACKED_BYTES || length > size - LENGTH_BYTES) return null;
    return isBlockMap(await read(length, size - LENGTH_BYTES - length)) ? length : null;
  } finally {
    await file.close();
  }
}

function isBlockMap(packed: Buffer): boolean {
  try {
    const map: unknown = JSON.parse(inflateRawSync(packed, { maxOutputLength: MOST_BYTES }).toString("utf8"));
    return typeof map === "object" && map !== null && "files" in map;
  } catch {
    return false;
  }
}
