import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { startTinyServer, type TinyServer } from "./tiny-server.ts";
import { ID } from "./workbench.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const RECORDER = join(import.meta.dirname, "record-modules.mjs");
const MAIN = join(ROOT, "src", "cli", "main.ts");
/** What a server is made of: its rooms, and the heaviest packages that they bring. */
const SERVER = /\/src\/(api|store|fleet)\/|\/node_modules\/(fastify|@electric-sql|kysely|pg|zod)\//;

let server: TinyServer;
let folder: string;

beforeAll(async () => {
  server = await startTinyServer(() => ({ body: { items: [], person: { displayName: "Ann" }, role: "r" } }));
  folder = mkdtempSync(join(tmpdir(), "sluice-modules-"));
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
});

/** Runs one command line in a process of its own: what it said, and which modules it loaded. */
async function run(...args: string[]): Promise<{ exit: number; out: string; modules: readonly string[] }> {
  const file = join(folder, "modules.txt");
  writeFileSync(file, "");
  const imports = ["--import", "tsx", "--import", RECORDER];
  const env = {
    ...process.env,
    MODULES_FILE: file,
    SLUICE_URL: server.url,
    SLUICE_TOKEN: "secret-of-a-test",
  };
  const child = spawn(process.execPath, [...imports, MAIN, ...args], { cwd: ROOT, env });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += String(chunk);
  });
  const [exit] = (await once(child, "close")) as [number];
  return { exit, out, modules: readFileSync(file, "utf8").split("\n") };
}

describe("a command that only talks to a server", () => {
  test.each([
    "--version",
    "whoami",
    "release list",
    `users list --organization ${ID}`,
    "audit",
    "ledger show",
    "keys list",
  ])("loads nothing of a server itself: %s", async (line) => {
    const { exit, modules } = await run(...line.split(" "));
    expect(exit).toBe(0);
    expect(modules.some((url) => url.endsWith("/src/cli/run.ts"))).toBe(true);
    expect(modules.filter((url) => SERVER.test(url))).toEqual([]);
  });

  test("is told apart from the server, which does", async () => {
    const { exit, out, modules } = await run("serve", "--help");
    expect([exit, out]).toEqual([0, expect.stringContaining("sluice serve")]);
    for (const part of ["/src/api/", "/src/store/", "/fastify/", "/zod/"]) {
      expect(
        modules.some((url) => url.includes(part) && SERVER.test(url)),
        part,
      ).toBe(true);
    }
  });
});
