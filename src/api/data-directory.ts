import { mkdir, mkdtemp, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/**
 * Creates the data directory if it is missing, and checks that it is writable. `prepare` writes the first files in it.
 * Refuses `data_directory_not_writable`.
 */
export async function prepareDataDirectory<Value>(
  directory: string,
  prepare: () => Promise<Value>,
): Promise<Result<Value, Refusal<"data_directory_not_writable">>> {
  try {
    await makeDirectory(directory);
    await rmdir(await mkdtemp(join(directory, ".writable-")));
    return ok(await prepare());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `DATA_DIR ${directory} cannot be written (${why}); use a directory that this user may write to`;
    return err(refuse("data_directory_not_writable", message));
  }
}

/**
 * Creates a directory and its parents. (`recursive` never ends on a file system without directories of its own, such as
 * /proc.)
 */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await mkdir(path);
  }
}
