import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

/** 256 MiB: the most bytes of one import. */
const MAX_BYTES = 256 * 1024 ** 2;

/**
 * A body that has arrived whole, in a file that can be read repeatedly. It has no name in the file system, so nothing
 * can stay behind.
 */
export interface SpooledBody {
  readonly sha256: string;
  /** Reads the bytes from the first one on; a reader that is destroyed leaves the file open. */
  read(): Readable;
  close(): Promise<void>;
}

/** Takes the bytes that arrived, piece by piece, of what all bodies may have together; or refuses. */
type Take = (bytes: number) => Result<true, Refusal>;

/**
 * Receives a whole body before it is processed, so that a slow sender holds no transaction open. Refuses
 * `import_too_large`, `upload_aborted`, `disk_full`, and as `take` does.
 */
export async function spoolBody(
  body: Readable,
  dataDirectory: string,
  maxBytes = MAX_BYTES,
  take: Take = () => ok(true),
): Promise<Result<SpooledBody, Refusal>> {
  const file = await openNameless(dataDirectory);
  const written = await write(file, body, { maxBytes, take });
  if (!written.ok) {
    await file.close();
    return written;
  }
  return ok({
    sha256: written.value,
    read: () => Readable.from(piecesOf(file), { objectMode: false }),
    close: () => file.close(),
  });
}

const PIECE_BYTES = 64 * 1024;

/** The bytes of a file; a read stream of Node.js would close the file when it is destroyed. */
async function* piecesOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/** Writes all bytes; gives their SHA-256. */
async function write(
  file: FileHandle,
  body: Readable,
  { maxBytes, take }: { readonly maxBytes: number; readonly take: Take },
): Promise<Result<string, Refusal>> {
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return err(TOO_LARGE);
      const taken = take(chunk.length);
      if (!taken.ok) return taken;
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    return ok(hash.digest("hex"));
  } catch (error) {
    if (body.errored) return err(ABORTED);
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOSPC", "EDQUOT", "EFBIG"].includes(code)) return err(DISK_FULL);
    throw error;
  }
}

const TOO_LARGE = refuse("import_too_large", "The file is larger than 256 MiB; send it in parts.");
const ABORTED = refuse(
  "upload_aborted",
  "The upload ended before the file was complete; send the whole file again.",
);
const DISK_FULL = refuse(
  "disk_full",
  "The server has no space for this file; free some in its data directory and send it again.",
);

async function openNameless(dataDirectory: string): Promise<FileHandle> {
  const directory = join(dataDirectory, "imports");
  await mkdir(directory, { recursive: true });
  const path = join(directory, randomUUID());
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
}
