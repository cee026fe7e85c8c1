import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { tryLock } from "fs-native-extensions";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

export type LockRefusal = "data_directory_in_use" | "data_directory_not_lockable";

/** The lock was released, and its file removed, while it was being taken: the next attempt takes a new file. */
const MOST_ATTEMPTS = 50;

/**
 * Locks a data directory for this process with a lock of the kernel on the file `lock` in it. The kernel releases it
 * when the process ends, however it ends, and shows it to every process of the machine, also in other containers. What
 * the file says is for people alone: the process that has the lock. Gives the function that releases it; refuses
 * `data_directory_in_use`, and `data_directory_not_lockable` on a file system without locks. Throws other errors of the
 * file system.
 */
export function lockDataDirectory(directory: string): Result<() => void, Refusal<LockRefusal>> {
  const path = resolve(directory, "lock");
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const file = openSync(path, "a+", 0o600);
    const taken = tryToLock(file, directory);
    if (!taken.ok || !taken.value) {
      closeSync(file);
      return taken.ok ? err(inUse(directory, path)) : taken;
    }
    if (isNamed(path, file)) return ok(hold(path, file));
    closeSync(file);
  }
  return err(inUse(directory, path));
}

/** Notes who has the lock; gives the function that removes the file while it is still locked, and then releases it. */
function hold(path: string, file: number): () => void {
  ftruncateSync(file);
  writeSync(file, `${process.pid} ${hostname()}\n`);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    rmSync(path, { force: true });
    closeSync(file);
  };
}

function tryToLock(file: number, directory: string): Result<boolean, Refusal<LockRefusal>> {
  try {
    return ok(tryLock(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The data directory ${directory} cannot be locked (${why}), so two servers could write to it; set DATA_DIR to a directory on a file system with locks.`;
    return err(refuse("data_directory_not_lockable", message));
  }
}

/** Whether the path still names the locked file: the process that had the lock may have removed the file meanwhile. */
function isNamed(path: string, file: number): boolean {
  const named = statSync(path, { bigint: true, throwIfNoEntry: false });
  const locked = fstatSync(file, { bigint: true });
  return named !== undefined && named.ino === locked.ino && named.dev === locked.dev;
}

function inUse(directory: string, path: string): Refusal<"data_directory_in_use"> {
  const [process, host] = readHolder(path);
  const holder =
    process === undefined ? "another process" : `process ${process} on ${host ?? "this machine"}`;
  const message = `The data directory ${directory} is in use by ${holder}; stop that process first, or set another DATA_DIR for this one.`;
  return refuse("data_directory_in_use", message);
}

function readHolder(path: string): readonly (string | undefined)[] {
  try {
    return /^(\d+)(?: (\S+))?/.exec(readFileSync(path, "utf8"))?.slice(1) ?? [];
  } catch {
    // Removed meanwhile; or not readable, as a locked file of Windows.
    return [];
  }
}
