import { open } from "node:fs/promises";

/**
 * Makes the names in a directory durable, as after a rename. Windows cannot sync a directory, and its file system does
 * not need it. Throws errors of the file system.
 */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
