import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { tufClient } from "../feeds/clients/tuf-client.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { keepTerminal } from "./tiny-server.ts";

let server: TestServer;
let folder: string;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  return async () => {
    await server.close();
    await store.close();
  };
});

beforeEach(async () => {
  await server.context.store.database.deleteFrom("tuf_roots").execute();
  folder = mkdtempSync(join(tmpdir(), "sluice-tuf-"));
  return () => rmSync(folder, { recursive: true });
});

async function sluice(...args: string[]) {
  const terminal = keepTerminal({ SLUICE_URL: server.url, SLUICE_TOKEN: VENDOR_TOKEN });
  return { exit: await runSluice(["tuf", ...args], terminal), ...terminal.written };
}

const dir = () => join(folder, "root");
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the real client makes of the roots that the server gives, beginning with version 1. */
async function askWithRoot(root: string) {
  await sleep(1100);
  const client = tufClient({ root, now: Date.now });
  const found = await client.ask(
    { server: server.url, organization: "0b0f0c5e-0000-4000-8000-000000000000" },
    { platform: "win", arch: "x64", version: "1.0" },
  );
  client.close();
  return found;
}

test("init makes keys that only their owner can read, and a root that clients trust", async () => {
  const done = await sluice("init", "--dir", dir());
  expect(done, done.err).toMatchObject({ exit: 0, err: "" });
  expect(done.out).toContain("Clients get version 1 of the root");
  expect(readdirSync(dir()).sort()).toEqual(["1.root.json", "root-1-1.pem"]);
  for (const name of readdirSync(dir())) expect(statSync(join(dir(), name)).mode & 0o077, name).toBe(0);
  expect(await askWithRoot(readFileSync(join(dir(), "1.root.json"), "utf8"))).toEqual({ kind: "stay" });
});

test("rotate renews the root, and with --new-keys has other keys; clients follow from the first on", async () => {
  await sluice("init", "--dir", dir());
  expect((await sluice("rotate", "--dir", dir(), "--days", "30")).out).toContain("version 2");
  const third = await sluice("rotate", "--dir", dir(), "--new-keys");
  expect(third.out, third.err).toContain("version 3");
  const fourth = await sluice("rotate", "--dir", dir());
  expect(fourth.out, fourth.err).toContain("version 4");
  const keysIn = (version: number) =>
    JSON.parse(readFileSync(join(dir(), `${version}.root.json`), "utf8")).signed.roles.root.keyids;
  expect(keysIn(2)).toEqual(keysIn(1));
  expect(keysIn(3)).not.toEqual(keysIn(2));
  expect(keysIn(4)).toEqual(keysIn(3));
  expect(await askWithRoot(readFileSync(join(dir(), "1.root.json"), "utf8"))).toEqual({ kind: "stay" });
});

describe("with keys in several places", () => {
  test("a root waits in its file until enough of them have signed it", async () => {
    expect((await sluice("init", "--dir", dir(), "--keys", "3", "--threshold", "2")).exit).toBe(0);
    const one = join(folder, "one");
    mkdirSync(one);
    copyFileSync(join(dir(), "root-1-1.pem"), join(one, "root-1-1.pem"));
    const half = await sluice("rotate", "--dir", one);
    expect(half).toMatchObject({ exit: 1, out: "" });
    expect(half.err).toContain("1 good signatures by its own keys, and needs 2");
    expect(half.err).toContain("[tuf_root_not_signed]");
    const file = join(one, "2.root.json");
    const signed = await sluice("sign", file, "--key", join(dir(), "root-1-3.pem"));
    expect(signed.out).toContain("2 good signatures by its own keys, of 2");
    expect((await sluice("publish", file)).out).toContain("version 2");
    expect((await sluice("publish", file)).exit).toBe(0);
  });
});

describe("is refused", () => {
  test("a second init, a rotate without a first, and a folder that has keys already", async () => {
    const before = await sluice("rotate", "--dir", folder);
    expect([before.exit, before.err]).toEqual([1, expect.stringContaining("[tuf_root_missing]")]);
    await sluice("init", "--dir", dir());
    const again = await sluice("init", "--dir", join(folder, "other"));
    expect([again.exit, again.err]).toEqual([1, expect.stringContaining("[tuf_root_not_next]")]);
    await server.context.store.database.deleteFrom("tuf_roots").execute();
    const over = await sluice("init", "--dir", dir());
    expect([over.exit, over.err]).toEqual([2, expect.stringContaining("[file_unwritable]")]);
  });

  test.each([
    [["init", "--dir", "x", "--keys", "0"], "number_out_of_range"],
    [["init", "--dir", "x", "--keys", "2", "--threshold", "3"], "number_out_of_range"],
    [["init", "--dir", "x", "--days", "soon"], "number_out_of_range"],
    [["rotate", "--dir", "/nowhere"], "file_unreadable"],
    [["sign", "/nowhere.json", "--key", "k"], "file_unreadable"],
    [["publish", "package.json"], "tuf_root_malformed"],
  ])("%j", async (args, code) => {
    const refused = await sluice(...args);
    expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining(`[${code}]`)]);
  });

  test("a key that is none", async () => {
    await sluice("init", "--dir", dir());
    const file = join(dir(), "1.root.json");
    const refused = await sluice("sign", file, "--key", file);
    expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining("[key_unreadable]")]);
  });
});
