import type { Readable } from "node:stream";
import { Parser } from "tar";
import { ArchiveFault } from "./collect.ts";

/** 4 GiB: the most bytes that are unpacked in search of an entry; nothing of them is kept. */
const MOST_UNPACKED_BYTES = 4 * 1024 ** 3;

/** What archives begin with that are packed as a whole (gzip, Zstandard), and the bytes of a tar archive's first header. */
const PACKED = [Buffer.from([0x1f, 0x8b]), Buffer.from([0x28, 0xb5, 0x2f, 0xfd])];
const HEADER_BYTES = 512;

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
  /** What came before the first header is complete; null from then on. */
  private head: Buffer | null = Buffer.alloc(0);

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
    const bytes = this.head === null ? chunk : Buffer.concat([this.head, chunk]);
    if (this.head !== null && bytes.length < HEADER_BYTES) {
      this.head = bytes;
      return;
    }
    if (this.head !== null) refusePacked(bytes);
    this.head = null;
    this.parser.write(bytes);
    if (this.failed) throw this.failed;
  }
}

/** The parser would unpack it by itself, all at once and without a bound. */
function refusePacked(bytes: Buffer): void {
  const isPacked = PACKED.some((mark) => bytes.subarray(0, mark.length).equals(mark));
  if (isPacked) throw new ArchiveFault("it is packed twice");
}
