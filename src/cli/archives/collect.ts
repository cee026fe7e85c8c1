import type { Readable } from "node:stream";

/** A file whose inside cannot be read as its format says; the message says what is wrong. */
export class ArchiveFault extends Error {}

/** The bytes of a stream. Throws {@link ArchiveFault} beyond the most that are allowed. */
export async function collect(stream: Readable, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > mostBytes) {
      stream.destroy();
      throw new ArchiveFault(`what it says of itself is larger than ${mostBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
