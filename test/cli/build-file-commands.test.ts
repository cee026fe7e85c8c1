import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { ok } from "../../src/result.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import { findBuilds } from "../../src/store/tables/build-table.ts";
import { accepted, get, send } from "../api/caller.ts";
import { make } from "../api/tenancy.ts";
import { VENDOR } from "../support/records.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";
import { keepTerminal } from "./tiny-server.ts";
import { ID } from "./workbench.ts";

const BYTES = new Uint8Array(randomBytes(3_000_000));
const SHA1 = createHash("sha1").update(BYTES).digest("hex");
const SHA512 = createHash("sha512").update(BYTES).digest("base64");

let id: string;

const bench = useRealBench(async ({ server }) => {
  const dates = { version: "45.1", automaticAt: "2026-01-06", state: "published" };
  const release = await make(server, "/v1/releases", dates);
  const path = `/v1/releases/${release}/builds?platform=win&arch=x64&format=exe&fileName=App.exe`;
  const headers = { "content-type": "application/octet-stream" };
  const call = { method: "POST", path, raw: BYTES, headers };
  id = accepted(await send(server, VENDOR_TOKEN, call)).id;
});

const recorded = async () => (await get(bench.server, VENDOR_TOKEN, "/v1/builds/downloads")).items.length;

describe("build digests", () => {
  test("has nothing to do where every file that is kept has its SHA-1", async () => {
    const { exit, out } = await bench.sluice("build", "digests");
    expect({ exit, out }).toEqual({ exit: 0, out: "SHA-1 added to 0 of 1 builds.\n" });
  });

  test("completes a build that lacks it", async () => {
    const { store, clock, follower } = bench.server.context;
    await changeStore(store, { actor: VENDOR, now: clock }, async (change) => {
      const [before] = await findBuilds(change.database, [id]);
      if (!before) throw new Error("no build");
      const after = { ...before, proofs: {} };
      await change.record({ subject: "build", id, action: "add_build", before, after });
      return ok(true);
    });
    await follower.catchUp();
    const { exit, out } = await bench.sluice("build", "digests", "--json");
    expect(exit).toBe(0);
    expect(JSON.parse(out).items).toMatchObject([{ id, sha1: SHA1 }]);
  });
});

describe("build list", () => {
  test("shows what there is to download, with its size and id", async () => {
    const { exit, out } = await bench.sluice("build", "list", "--platform", "win");
    expect(exit).toBe(0);
    expect(out.split("\n")[0]).toMatch(/^VERSION +PLATFORM +ARCH +FORMAT +SYSTEM +CURRENT +SIZE +FILE +ID$/);
    expect(out.split("\n")[1]).toMatch(
      new RegExp(`^45\\.1 +win +x64 +exe +any +yes +3\\.0 MB +App\\.exe +${id}$`),
    );
    const none = await bench.sluice("build", "list", "--platform", "mac");
    expect(none).toMatchObject({ exit: 0, out: "There is no build to download.\n" });
    const { items } = JSON.parse((await bench.sluice("build", "list", "--json")).out);
    expect(items).toMatchObject([
      { id, sha512: SHA512, manifestUrl: expect.stringContaining(".manifest.json") },
    ]);
  });
});

describe("build download", () => {
  let target: string;
  beforeEach(() => {
    target = join(bench.folder, `${randomBytes(4).toString("hex")}.exe`);
  });

  const isWhole = () => Buffer.compare(readFileSync(target), BYTES) === 0 && !existsSync(`${target}.part`);

  test("writes the file, checks its digest, and is recorded once", async () => {
    const before = await recorded();
    const { exit, out } = await bench.sluice("build", "download", id, "--to", target);
    expect({ exit, out }).toEqual({ exit: 0, out: `${target}: 3.0 MB, and the SHA-512 is right.\n` });
    expect(isWhole()).toBe(true);
    expect(await recorded()).toBe(before + 1);
  });

  test("into a folder keeps the build's own name", async () => {
    const { exit, out } = await bench.sluice("build", "download", id, "--to", bench.folder, "--json");
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual({
      path: join(bench.folder, "App.exe"),
      size: 3_000_000,
      sha512: SHA512,
      id,
    });
  });

  test("goes on where an earlier one ended, and is the same download", async () => {
    const before = await recorded();
    writeFileSync(`${target}.part`, BYTES.subarray(0, 1_234_567));
    expect((await bench.sluice("build", "download", id, "--to", target)).exit).toBe(0);
    expect(isWhole()).toBe(true);
    expect(await recorded()).toBe(before);
  });

  test.each([
    ["other bytes", 1000],
    ["more bytes than the build has", 3_000_001],
  ])("of which %s were there before keeps nothing, and says so", async (_what, length) => {
    writeFileSync(`${target}.part`, randomBytes(length));
    const { exit, err } = await bench.sluice("build", "download", id, "--to", target);
    expect(exit).toBe(1);
    expect(err).toContain("[digest_mismatch]");
    expect([existsSync(target), existsSync(`${target}.part`)]).toEqual([false, false]);
  });

  test("of a build that there is not, or to where nothing can be written, says so", async () => {
    const unknown = await bench.sluice("build", "download", ID, "--to", target);
    expect(unknown).toMatchObject({ exit: 1, err: expect.stringContaining("[build_unknown]") });
    const nowhere = await bench.sluice("build", "download", id, "--to", join(bench.folder, "no", "such.exe"));
    expect(nowhere).toMatchObject({ exit: 2, err: expect.stringContaining("[file_unwritable]") });
  });

  describe("over a line that breaks", () => {
    let line: Awaited<ReturnType<typeof openLine>>;
    beforeEach(async () => {
      line = await openLine(bench.server.url);
    });
    afterEach(() => line.close());

    const download = async (progress: NodeJS.WriteStream | null = null) => {
      const terminal = keepTerminal({ SLUICE_URL: line.url, SLUICE_TOKEN: VENDOR_TOKEN }, { progress });
      const exit = await runSluice(["build", "download", id, "--to", target], terminal);
      return { exit, ...terminal.written };
    };

    test("asks for the rest by ranges, and is whole in the end, as one download", async () => {
      const before = await recorded();
      line.budgets = [1_000_000, 700_000];
      expect(await download()).toMatchObject({ exit: 0, err: "" });
      expect(isWhole()).toBe(true);
      expect(await recorded()).toBe(before + 1);
      expect(line.ranges).toHaveLength(2);
      expect(line.ranges[0]).toBeGreaterThan(500_000);
      expect(line.ranges[1]).toBeGreaterThan(line.ranges[0]!);
    });

    test("gives up when nothing comes any more, and keeps what there is to go on from", async () => {
      line.budgets = [1_000_000, ...Array.from({ length: 20 }, () => 0)];
      const { exit, err } = await download();
      expect(exit).toBe(3);
      expect(err).toContain(
        `bytes are in ${target}.part; run the same command again to continue. [download_broken_off]`,
      );
      const part = readFileSync(`${target}.part`);
      expect(part.length).toBeGreaterThan(500_000);
      expect(Buffer.compare(part, BYTES.subarray(0, part.length))).toBe(0);
    });

    test("shows how far it is where somebody is looking", async () => {
      let drawn = "";
      const screen = new Writable({
        write: (chunk, _encoding, done) => {
          drawn += String(chunk);
          done();
        },
      });
      const progress = Object.assign(screen, { isTTY: true, columns: 120 }) as unknown as NodeJS.WriteStream;
      expect((await download(progress)).exit).toBe(0);
      expect(drawn).toContain("App.exe ");
      expect(drawn).toContain("100% of 3.0 MB");
    });
  });
});

/** A line to a server that breaks: of each request for a file so many bytes come back, then it is cut. */
async function openLine(serverUrl: string) {
  const upstream = new URL(serverUrl);
  const line = { url: "", budgets: [] as number[], ranges: [] as number[], close: async () => {} };
  const open = new Set<Socket>();
  const server = createServer((client) => {
    let left = Number.POSITIVE_INFINITY;
    const origin = connect(Number(upstream.port), upstream.hostname);
    const cut = () => {
      client.destroy();
      origin.destroy();
    };
    for (const socket of [client, origin]) open.add(socket.on("error", cut).on("close", cut));
    client.on("data", (chunk) => {
      if (String(chunk).startsWith("GET /builds/")) left = line.budgets.shift() ?? left;
      const range = /^range: bytes=(\d+)-/im.exec(String(chunk))?.[1];
      if (range) line.ranges.push(Number(range));
      origin.write(chunk);
    });
    origin.on("data", (chunk) => {
      const sent = chunk.subarray(0, Math.max(left, 0));
      left -= chunk.length;
      if (left >= 0) client.write(sent);
      else {
        // What was sent arrives, and then nothing more: the other end hangs up.
        origin.pause();
        client.end(sent);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  line.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  line.close = () => {
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return line;
}

describe("build verify", () => {
  let app: string;
  let manifest: string;
  let key: string;
  let manifestUrl: string;

  beforeEach(async () => {
    [app, manifest, key] = ["App.exe", "App.exe.manifest.json", "key.pem"].map((name) =>
      join(bench.folder, name),
    ) as [string, string, string];
    writeFileSync(app, BYTES);
    manifestUrl =
      bench.server.url + (await get(bench.server, VENDOR_TOKEN, "/v1/builds")).items[0].manifestUrl;
    writeFileSync(manifest, await (await fetch(manifestUrl)).text());
    writeFileSync(key, (await bench.sluice("keys", "list", "--pem")).out);
  });

  /** Without any server to ask. */
  const verify = async (...args: string[]) => {
    const terminal = keepTerminal({ SLUICE_URL: "http://127.0.0.1:9" });
    return { exit: await runSluice(["build", "verify", ...args], terminal), ...terminal.written };
  };

  test("says what a file is, without any server", async () => {
    const { exit, out } = await verify(app, "--manifest", manifest, "--key", key);
    expect({ exit, out }).toEqual({
      exit: 0,
      out: `${app} is 45.1 for win x64 (exe), as it was signed.\n`,
    });
  });

  test("takes the manifest's address, and one of several keys", async () => {
    const other = join(bench.folder, "other.pem");
    writeFileSync(other, anotherKey());
    const { exit, out } = await verify(app, "--manifest", manifestUrl, "--key", other, key, "--json");
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ version: "45.1", sha512: SHA512, fileName: "App.exe" });
  });

  test("finds one flipped bit, a file that is cut, and another key, with 1", async () => {
    const flipped = join(bench.folder, "flipped.exe");
    writeFileSync(
      flipped,
      BYTES.map((byte, index) => (index === 2_000_000 ? byte ^ 1 : byte)),
    );
    const cut = join(bench.folder, "cut.exe");
    writeFileSync(cut, BYTES.subarray(0, 2_999_999));
    for (const file of [flipped, cut]) {
      const { exit, err } = await verify(file, "--manifest", manifest, "--key", key);
      expect([exit, err]).toEqual([1, expect.stringContaining("[digest_mismatch]")]);
    }
    const other = join(bench.folder, "other.pem");
    writeFileSync(other, anotherKey());
    const wrong = await verify(app, "--manifest", manifest, "--key", other);
    expect([wrong.exit, wrong.err]).toEqual([1, expect.stringContaining("[signature_wrong]")]);
  });

  test.each([
    ["no file", ["no-such.exe", "MANIFEST", "KEY"], 2, "[file_unreadable]"],
    ["no manifest", ["APP", "no-such.json", "KEY"], 2, "[file_unreadable]"],
    ["a manifest that is none", ["APP", "KEY", "KEY"], 1, "[manifest_malformed]"],
    [
      "an address where nobody answers",
      ["APP", "http://127.0.0.1:9/a.json", "KEY"],
      3,
      "[manifest_unreachable]",
    ],
    ["a key that is none", ["APP", "MANIFEST", "MANIFEST"], 2, "[key_unreadable]"],
  ])("with %s says so", async (_what, names, code, why) => {
    const paths: Record<string, string> = { APP: app, MANIFEST: manifest, KEY: key };
    const [file = "", where = "", pem = ""] = names.map((name) => paths[name] ?? name);
    const { exit, err } = await verify(file, "--manifest", where, "--key", pem);
    expect([exit, err]).toEqual([code, expect.stringContaining(why)]);
  });
});

function anotherKey(): string {
  return generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString();
}

describe("keys", () => {
  test("are listed, with the one that signs", async () => {
    const { out } = await bench.sluiceAs({ token: null }, "keys", "list");
    const [heading, line] = out.split("\n");
    expect(heading).toMatch(/^KEY +USE +CREATED +RETIRED +PUBLIC KEY$/);
    expect(line).toMatch(/^[0-9a-f]{16} +signs +\d{4}-\d{2}-\d{2}.* - +[A-Za-z0-9+/]{43}=$/);
  });

  test("are rotated in the database itself", async () => {
    const env = { DATA_DIR: join(bench.folder, "data") };
    const rotate = async (more: Record<string, string> = {}) => {
      const terminal = keepTerminal({ ...env, ...more });
      return { exit: await runSluice(["keys", "rotate", "--json"], terminal), ...terminal.written };
    };
    expect(await rotate()).toMatchObject({ exit: 3, err: expect.stringContaining("[keys_missing]") });
    expect(await runSluice(["migrate"], keepTerminal(env))).toBe(0);
    const first = JSON.parse((await rotate()).out);
    expect(first).toEqual({ id: expect.stringMatching(/^[0-9a-f]{16}$/), retired: null });
    expect(JSON.parse((await rotate()).out)).toMatchObject({ retired: first.id });
    const inFile = await rotate({ SLUICE_SIGNING_KEY_FILE: "/etc/sluice/key.pem" });
    expect(inFile).toMatchObject({ exit: 2, err: expect.stringContaining("[key_in_file]") });
  });
});
