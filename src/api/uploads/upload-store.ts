import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FileStore } from "@tus/file-store";
import { isDiskFull } from "../../store/files/disk-build-files.ts";

/** The error for tus if a write found the disk full. */
const NO_ROOM = { status_code: 507, body: "disk_full" };

/**
 * Keeps uploads as the tus file store does, but acknowledged bytes are on the disk, and a full disk has an error of its
 * own.
 */
export class UploadStore extends FileStore {
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const file = createWriteStream(join(this.directory, id), { flags: "r+", start: offset, flush: true });
    try {
      await pipeline(readable, file);
      return offset + file.bytesWritten;
    } catch (error) {
      throw isDiskFull(error) ? NO_ROOM : error;
    }
  }
}
