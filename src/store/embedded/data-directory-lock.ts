import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

/** Locks of this process: after a restart in a container, a stale lock can carry our own process id. */
const heldHere = new Set<string>();

/**
 * Locks a data directory for this process: a file `lock` in it names the process. The lock of a process that has ended
 * is taken over. Gives the function that releases it; refuses `data_directory_in_use`. Throws errors of the file
 * system.
 */
export function lockDataDirectory(directory: string): Result<() => void, Refusal<"data_directory_in_use">> {
  const path = resolve(directory, "lock");
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(path)) {
      heldHere.add(path);
      return ok(() => release(path));
    }
    const owner = readOwner(path);
    if (owner !== null && isAlive(owner, path)) return err(inUse(directory, owner));
    removeStale(path, owner);
  }
  return err(inUse(directory, readOwner(path)));
}

function release(path: string): void {
  if (!heldHere.delete(path)) return;
  rmSync(path, { force: true });
}

/** Creates the lock as a link, which appears whole or not at all, so that no process reads half a lock. */
function create(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${process.pid}\n`);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The process id in the lock, or null if there is no lock or it cannot be read. */
function readOwner(path: string): number | null {
  try {
    const id = Number.parseInt(readFileSync(path, "utf8"), 10);
    return Number.isInteger(id) && id > 0 ? id : null;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function isAlive(id: number, path: string): boolean {
  if (id === process.pid) return heldHere.has(path);
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Moves the stale lock away first: if another process was faster and it is that one's lock by now, puts it back. */
function removeStale(path: string, seen: number | null): void {
  const away = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, away);
    if (readOwner(away) !== seen) linkSync(away, path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(away, { force: true });
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function inUse(directory: string, owner: number | null): Refusal<"data_directory_in_use"> {
  return refuse(
    "data_directory_in_use",
    `The data directory ${directory} is in use by process ${owner ?? "?"}; stop that process first, or set another DATA_DIR for this one.`,
  );
}
