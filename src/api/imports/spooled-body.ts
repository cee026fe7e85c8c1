import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

/** 256 MiB: the most bytes of one import. */
const MAX_BYTES = 256 * 1024 ** 2;

/** A body that has arrived whole, to be read as often as needed. It has no name in the file system: nothing can stay behind. */
export interface SpooledBody {
  readonly sha256: string;
  read(): Readable;
  close(): Promise<void>;
}

/**
 * Takes a body in before anything is done with it, so that a slow sender holds no transaction open. Refuses
 * `import_too_large`.
 */
export async function spoolBody(
  body: Readable,
  dataDirectory: string,
): Promise<Result<SpooledBody, Refusal>> {
  const file = await openNameless(dataDirectory);
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES) return await refuseTooLarge(file);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  return ok({
    sha256: hash.digest("hex"),
    read: () => file.createReadStream({ start: 0, autoClose: false }),
    close: () => file.close(),
  });
}

async function refuseTooLarge(file: FileHandle): Promise<Result<never, Refusal>> {
  await file.close();
  return err(refuse("import_too_large", "The file is too large; allowed are 256 MiB, so send it in parts."));
}

async function openNameless(dataDirectory: string): Promise<FileHandle> {
  const directory = join(dataDirectory, "imports");
  await mkdir(directory, { recursive: true });
  const path = join(directory, randomUUID());
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
}
