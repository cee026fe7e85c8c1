import { mkdtemp, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory } from "../make-directory.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { notWritable } from "../store/private-directory.ts";

/**
 * Creates the data directory if it is missing, and checks that it is writable. `prepare` writes the first files in it.
 * Refuses `data_directory_not_writable`.
 */
export async function beginDataDirectory<Value>(
  directory: string,
  prepare: () => Promise<Value>,
): Promise<Result<Value, Refusal<"data_directory_not_writable">>> {
  try {
    makeDirectory(directory);
    await rmdir(await mkdtemp(join(directory, ".writable-")));
    return ok(await prepare());
  } catch (error) {
    return err(notWritable(directory, error instanceof Error ? error.message : String(error)));
  }
}
