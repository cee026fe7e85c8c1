import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** How often a process looks whether what it waits for is there, in milliseconds. */
const PAUSE = 25;

/**
 * Makes a file or folder unless it is there. Of several processes that need it at the same time, one makes it and the
 * others wait for it. If that one dies, or `make` throws in it, the next makes it.
 */
export async function makeOnce(path: string, make: (path: string) => Promise<void>): Promise<void> {
  const lock = `${path}.lock`;
  while (!existsSync(path)) {
    if (await take(lock)) {
      try {
        if (!existsSync(path)) await makeWhole(path, make);
      } finally {
        await rm(lock, { force: true });
      }
    } else if (await isLeft(lock)) await rm(lock, { force: true });
    else await sleep(PAUSE);
  }
}

/** Makes it under another name first, so that nobody sees half of it. */
async function makeWhole(path: string, make: (path: string) => Promise<void>): Promise<void> {
  const own = `${path}-${process.pid}`;
  await make(own);
  try {
    await rename(own, path);
  } catch (error) {
    // Two can make it if both found the lock of a dead process; they made the same.
    if (!existsSync(path)) throw error;
    await rm(own, { recursive: true });
  }
}

/** Takes the lock, which from its first moment has the id of this process in it; false if another has it. */
async function take(lock: string): Promise<boolean> {
  if (existsSync(lock)) return false;
  const own = `${lock}-${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** Whether the process that took the lock has ended without giving it back. */
async function isLeft(lock: string): Promise<boolean> {
  try {
    process.kill(Number(await readFile(lock, "utf8")), 0);
    return false;
  } catch (error) {
    // ENOENT: it was given back just now. EPERM: the process lives and is somebody else's.
    return codeOf(error) === "ESRCH";
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
