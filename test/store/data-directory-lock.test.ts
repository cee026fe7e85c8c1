import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lockDataDirectory } from "../../src/store/embedded/data-directory-lock.ts";

const scratch = mkdtempSync(join(tmpdir(), "sluice-lock-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function newDirectory(): string {
  return mkdtempSync(join(scratch, "data-"));
}

function start(directory: string, how: "hold" | "turns"): ChildProcess {
  const user = join(import.meta.dirname, "..", "support", "lock-user.ts");
  return spawn(process.execPath, ["--import", "tsx", user, directory, how], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function held(child: ChildProcess): Promise<void> {
  const [said] = await once(child.stdout as NodeJS.ReadableStream, "data");
  expect(String(said).trim()).toBe("held");
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

function lock(directory: string): () => void {
  const locked = lockDataDirectory(directory);
  if (!locked.ok) throw new Error(locked.error.message);
  return locked.value;
}

test.each([
  ["naming a process that runs and has nothing to do with it", async () => `${process.ppid}\n`],
  ["naming the first process of a container, or of the machine", async () => "1\n"],
  ["naming our own process", async () => `${process.pid}\n`],
  ["naming a process that is gone", async () => `${await deadProcess()}\n`],
  ["that is empty, after a power cut", async () => ""],
  ["that says nothing sensible", async () => "\0\0\0\0 -1 1e9"],
  ["of a longer text than ours", async () => `${"9".repeat(5_000)}\n`],
])("a file left behind %s locks nothing", async (_, text) => {
  const directory = newDirectory();
  writeFileSync(join(directory, "lock"), await text());
  const release = lock(directory);
  expect(readdirSync(directory)).toEqual(["lock"]);
  expect(readFileSync(join(directory, "lock"), "utf8")).toBe(`${process.pid} ${hostname()}\n`);
  release();
  expect(existsSync(join(directory, "lock"))).toBe(false);
});

test("the second one is refused, in the same process too, until the first releases it; releasing twice is harmless", () => {
  const directory = newDirectory();
  const release = lock(directory);
  expect(lockDataDirectory(directory)).toMatchObject({
    error: { code: "data_directory_in_use", message: expect.stringContaining(`process ${process.pid}`) },
  });
  expect(lockDataDirectory(join(directory, ".", ""))).toMatchObject({
    error: { code: "data_directory_in_use" },
  });
  release();
  const again = lock(directory);
  release();
  expect(lockDataDirectory(directory).ok).toBe(false);
  again();
});

test("what the file says is for people alone: a lock that is held holds, whatever is written over it", async () => {
  const directory = newDirectory();
  const release = lock(directory);
  for (const text of ["", "1\n", `${await deadProcess()}\n`, "x"]) {
    writeFileSync(join(directory, "lock"), text);
    expect(lockDataDirectory(directory)).toMatchObject({ error: { code: "data_directory_in_use" } });
  }
  release();
});

test("the lock of another process holds while it lives, and is free as soon as it is killed", async () => {
  const directory = newDirectory();
  const holder = start(directory, "hold");
  await held(holder);
  const refused = lockDataDirectory(directory);
  expect(refused).toMatchObject({ error: { message: expect.stringContaining(`process ${holder.pid}`) } });
  const ended = once(holder, "exit");
  holder.kill("SIGKILL");
  await ended;
  lock(directory)();
});

test("of several processes that take and release it over and over, never two have it at once", async () => {
  const directory = newDirectory();
  const users = Array.from({ length: 3 }, () => start(directory, "turns"));
  const ends = await Promise.all(users.map(async (child) => (await once(child, "exit"))[0]));
  expect(ends).toEqual([0, 0, 0]);
});
