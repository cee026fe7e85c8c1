import { mkdir, mkdtemp, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { sweepUnfinished } from "../store/build-files.ts";

/**
 * Makes the data directory where it is missing, tries that it can be written, and removes uploads that nobody has written
 * to for `givenUpMs`. Refuses `data_directory_not_writable`.
 */
export async function prepareDataDirectory(
  directory: string,
  givenUpMs: number,
): Promise<Result<true, Refusal<"data_directory_not_writable">>> {
  try {
    await makeDirectory(directory);
    await rmdir(await mkdtemp(join(directory, ".writable-")));
    await sweepUnfinished(directory, givenUpMs);
    return ok(true);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `DATA_DIR ${directory} cannot be written (${why}); allowed is a directory that this user may write`;
    return err(refuse("data_directory_not_writable", message));
  }
}

/** (`recursive` never ends on a file system that takes no directories, as /proc.) */
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
