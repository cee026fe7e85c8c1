import type { Readable } from "node:stream";
import { Parser } from "tar";
import { ArchiveFault } from "./collect.ts";

/** 4 GiB: the most bytes that are unpacked in search of an entry; nothing of them is kept. */
const MOST_UNPACKED_BYTES = 4 * 1024 ** 3;

/**
 * The bytes of the first entry of a tar archive that is wanted by its name, or null if there is none; the rest is not read.
 * Nothing is unpacked to a disk. Throws {@link ArchiveFault} if the entry is too large, or the stream cannot be read.
 */
export async function readTarEntry(
  tar: Readable,
  isWanted: (name: string) => boolean,
  mostBytes: number,
): Promise<Buffer | null> {
  const found = new WantedEntry(isWanted, mostBytes);
  let unpacked = 0;
  try {
    for await (const chunk of tar) {
      unpacked += chunk.length;
      if (unpacked > MOST_UNPACKED_BYTES) throw new ArchiveFault("it unpacks to more than 4 GiB");
      found.take(chunk);
      if (found.bytes) break;
    }
  } catch (error) {
    if (error instanceof ArchiveFault) throw error;
    throw new ArchiveFault(`it cannot be unpacked (${(error as Error).message})`);
  } finally {
    tar.destroy();
  }
  return found.bytes;
}

/** An entry that is looked for while the archive comes by. */
class WantedEntry {
  bytes: Buffer | null = null;
  private readonly parser: Parser;
  private failed: Error | null = null;

  constructor(isWanted: (name: string) => boolean, mostBytes: number) {
    this.parser = new Parser({
      filter: (name) => this.bytes === null && isWanted(name.replace(/^\.\//, "")),
      onReadEntry: (entry) => {
        const chunks: Buffer[] = [];
        if (entry.size > mostBytes) {
          this.failed = new ArchiveFault(`${entry.path} in it is larger than ${mostBytes} bytes`);
        }
        entry.on("data", (chunk: Buffer) => chunks.push(chunk));
        entry.on("end", () => {
          this.bytes ??= Buffer.concat(chunks);
        });
      },
    });
    this.parser.on("error", (error: Error) => {
      this.failed = error;
    });
  }

  take(chunk: Buffer): void {
    this.parser.write(chunk);
    if (this.failed) throw this.failed;
  }
}
