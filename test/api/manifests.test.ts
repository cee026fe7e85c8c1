import { execFile } from "node:child_process";
import { createHash, createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { serveStore } from "../../src/api/serve.ts";
import { openEnvelope } from "../../src/api/signing/envelope.ts";
import { newSigningKey } from "../../src/api/signing/signing-keys.ts";
import { rotateSigningKey } from "../../src/store/tables/signing-key-table.ts";
import { at } from "../support/records.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { accepted, changingNothing, get, refusedCall, send } from "./caller.ts";
import { make } from "./tenancy.ts";

const BYTES = new Uint8Array(randomBytes(50_000));
const SHA256 = createHash("sha256").update(BYTES).digest("hex");
const SHA512 = createHash("sha512").update(BYTES).digest("base64");
const NEXT_TO_IT = `/builds/${SHA256}/App%20(1).exe.manifest.json`;
const run = promisify(execFile);

let server: TestServer;
let folder: string;
let releaseId: string;
let buildId: string;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  folder = await mkdtemp(join(tmpdir(), "sluice-manifest-"));
  releaseId = await make(server, "/v1/releases", {
    version: "45.1",
    automaticAt: "2026-01-06",
    state: "published",
  });
  buildId = await upload(server, releaseId);
  return async () => {
    await server.close();
    await store.close();
    await rm(folder, { recursive: true });
  };
});

async function upload(to: TestServer, release: string): Promise<string> {
  const path = `/v1/releases/${release}/builds?platform=win&arch=x64&format=exe&fileName=App%20(1).exe`;
  const headers = { "content-type": "application/octet-stream" };
  return accepted(await send(to, VENDOR_TOKEN, { method: "POST", path, raw: BYTES, headers })).id;
}

interface ListedKey {
  readonly id: string;
  readonly publicKey: string;
  readonly rawPublicKey: string;
  readonly retiredAt: string | null;
  readonly signs: boolean;
}

async function keysOf(one: TestServer): Promise<ListedKey[]> {
  return (await get(one, null, "/v1/signing-keys")).items;
}

function open(envelope: unknown, keys: readonly ListedKey[]) {
  return openEnvelope(
    envelope,
    keys.map(({ publicKey }) => createPublicKey(publicKey)),
  );
}

describe("a build's manifest", () => {
  test("names the file byte for byte, and is signed with the key that the server lists (R22)", async () => {
    const envelope = await changingNothing(server, () => get(server, null, NEXT_TO_IT));
    const keys = await keysOf(server);
    expect(keys).toMatchObject([{ signs: true, retiredAt: null }]);
    expect(envelope.signatures).toMatchObject([{ keyid: keys[0]!.id }]);
    expect(open(envelope, keys)).toEqual({
      ok: true,
      value: {
        buildId,
        releaseId,
        version: "45.1",
        platform: "win",
        arch: "x64",
        format: "exe",
        fileName: "App (1).exe",
        size: 50_000,
        sha256: SHA256,
        sha512: SHA512,
      },
    });
  });

  test("is canonical JSON, so it is the same bytes by its id, and each time", async () => {
    const [one, other] = [
      await get(server, null, NEXT_TO_IT),
      await get(server, VENDOR_TOKEN, `/v1/builds/${buildId}/manifest`),
    ];
    expect(one).toEqual(other);
    const text = Buffer.from(one.payload, "base64").toString();
    expect(text).toBe(JSON.stringify(JSON.parse(text), Object.keys(JSON.parse(text)).sort()));
  });

  test("is where the list of builds says", async () => {
    const { items } = await get(server, VENDOR_TOKEN, "/v1/builds");
    expect(items).toMatchObject([{ id: buildId, manifestUrl: NEXT_TO_IT }]);
  });

  test("of a build that is hosted elsewhere is signed too, without a SHA-256", async () => {
    const hosted = await make(server, `/v1/releases/${releaseId}/builds`, {
      platform: "mac",
      arch: "arm64",
      format: "pkg",
      fileName: "App.pkg",
      url: "https://cdn.example.org/App.pkg",
      size: 7,
      sha512: SHA512,
    });
    const { items } = await get(server, VENDOR_TOKEN, "/v1/builds?platform=mac");
    expect(items[0].manifestUrl).toBe(`/v1/builds/${hosted}/manifest`);
    const envelope = await get(server, VENDOR_TOKEN, items[0].manifestUrl);
    const opened = open(envelope, await keysOf(server));
    expect(opened).toMatchObject({ ok: true, value: { buildId: hosted, sha256: null, size: 7 } });
  });

  test.each([
    ["another name", `/builds/${SHA256}/Other.exe.manifest.json`, 404, "not_found"],
    ["another digest", `/builds/${"0".repeat(64)}/App%20(1).exe.manifest.json`, 404, "not_found"],
    ["a digest that is none", "/builds/abc/App.exe.manifest.json", 400, "invalid_field"],
  ])("under %s there is none", async (_what, path, status, code) => {
    await refusedCall(server, null, { method: "GET", path }, status, code);
  });

  test("keeps its name: no build may be called like one", async () => {
    const query = "platform=win&arch=x64&format=exe&fileName=App.exe.Manifest.json";
    const headers = { "content-type": "application/octet-stream" };
    const path = `/v1/releases/${releaseId}/builds?${query}`;
    const call = { method: "POST", path, raw: BYTES, headers };
    await refusedCall(server, VENDOR_TOKEN, call, 400, "invalid_field");
  });

  test("that was touched, or is of another kind, does not open", async () => {
    const envelope = await get(server, null, NEXT_TO_IT);
    const keys = await keysOf(server);
    const payload = Buffer.from(envelope.payload, "base64").toString().replace("45.1", "45.2");
    const touched = { ...envelope, payload: Buffer.from(payload).toString("base64") };
    expect(open(touched, keys)).toMatchObject({ error: { code: "signature_wrong" } });
    expect(open(envelope, [])).toMatchObject({ error: { code: "signature_wrong" } });
    const other = { ...envelope, payloadType: "application/json" };
    expect(open(other, keys)).toMatchObject({ error: { code: "manifest_malformed" } });
    expect(open("none", keys)).toMatchObject({ error: { code: "manifest_malformed" } });
  });
});

describe("the key", () => {
  test("is named by its own digest", async () => {
    for (const { id, rawPublicKey, publicKey } of await keysOf(server)) {
      const raw = Buffer.from(rawPublicKey, "base64");
      expect(raw).toHaveLength(32);
      expect(createHash("sha256").update(raw).digest("hex").slice(0, 16)).toBe(id);
      expect(createPublicKey(publicKey).export({ format: "jwk" }).x).toBe(raw.toString("base64url"));
    }
  });

  test("is the same on two servers that start at once over one PostgreSQL", async () => {
    const store = await borrowStore("postgresql");
    const servers = await Promise.all([startServer(store), startServer(store)]);
    const [one, other] = await Promise.all(servers.map(keysOf));
    expect(one).toEqual(other);
    expect(one).toHaveLength(1);
    for (const each of servers) await each.close();
    await store.close();
  });

  test("that is rotated signs no more within a second, on every server; what it signed stays good", async () => {
    const store = await borrowStore("embedded");
    const running = await startServer(store);
    const release = await make(running, "/v1/releases", { version: "45.1", automaticAt: "2026-01-06" });
    await upload(running, release);
    const before = await get(running, null, NEXT_TO_IT);
    const old = await rotateSigningKey(store.database, newSigningKey(at("2026-06-01")));
    await vi.waitFor(async () => {
      const after = await get(running, null, NEXT_TO_IT);
      expect(after.signatures[0].keyid).not.toBe(old);
      expect(after.payload).toBe(before.payload);
    }, 3_000);
    const keys = await keysOf(running);
    expect(keys).toContainEqual(
      expect.objectContaining({ id: old, signs: false, retiredAt: expect.any(String) }),
    );
    expect(open(before, keys)).toMatchObject({ ok: true });
    await running.close();
    await store.close();
  });

  test("that the operator keeps in a file signs, and is stored nowhere", async () => {
    const store = await borrowStore("embedded");
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const path = join(folder, "own.pem");
    await writeFile(path, pem);
    const running = await startServer(store, { signingKeyFile: path });
    const { x } = createPublicKey(privateKey).export({ format: "jwk" });
    const raw = Buffer.from(x ?? "", "base64url").toString("base64");
    expect(await keysOf(running)).toMatchObject([{ rawPublicKey: raw, signs: true }]);
    const rows = await store.database.selectFrom("signing_keys").selectAll().execute();
    expect(rows).toMatchObject([{ public_key: raw, private_key: null }]);
    await running.close();
    await store.close();
  });

  test.each([
    ["is not there", null],
    ["holds something else", "no key"],
    [
      "holds a key of another kind",
      generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }),
    ],
  ])("in a file that %s is refused at start", async (_what, content) => {
    const store = await borrowStore("embedded");
    const path = join(folder, "wrong.pem");
    await rm(path, { force: true });
    if (content !== null) await writeFile(path, content);
    const config = { ...server.context.config, signingKeyFile: path };
    const refused = await serveStore(store, config);
    expect(refused).toMatchObject({ ok: false, error: { code: "signing_key_unreadable" } });
    await store.close();
  });
});

const documented = await readFile(new URL("../../docs/verifying-builds.md", import.meta.url), "utf8");

/** The code of a language in the document, as it stands there. */
function codeIn(language: string): string {
  const [, code = ""] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(documented) ?? [];
  expect(code).not.toBe("");
  return code;
}

const hasOpenssl = await run("openssl", ["version"]).then(
  ({ stdout }) => stdout.startsWith("OpenSSL"),
  () => false,
);

describe.each([
  ["Node", "js", process.execPath, "verify.mjs", true],
  ["OpenSSL", "sh", "sh", "verify.sh", hasOpenssl],
])("the example for %s in docs/verifying-builds.md", (_name, language, command, script, isThere) => {
  const verify = async (file: string, key: string) => {
    await writeFile(join(folder, script), codeIn(language));
    return run(command, [script, file, "manifest.json", key], { cwd: folder });
  };

  beforeAll(async () => {
    const [key] = await keysOf(server);
    const bytes = new Uint8Array(await (await fetch(server.url + NEXT_TO_IT.slice(0, -14))).arrayBuffer());
    await writeFile(join(folder, "App.exe"), bytes);
    await writeFile(
      join(folder, "flipped.exe"),
      bytes.map((byte, index) => (index === 777 ? byte ^ 1 : byte)),
    );
    const manifest = await fetch(server.url + NEXT_TO_IT);
    await writeFile(join(folder, "manifest.json"), new Uint8Array(await manifest.arrayBuffer()));
    await writeFile(join(folder, "key.pem"), key!.publicKey);
    const other = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" });
    await writeFile(join(folder, "other.pem"), other);
  });

  test.runIf(isThere)("passes the file as it was served", async () => {
    expect((await verify("App.exe", "key.pem")).stdout).toContain("good: 45.1");
  });

  test.runIf(isThere)("fails a file with one flipped bit, and another key", async () => {
    await expect(verify("flipped.exe", "key.pem")).rejects.toMatchObject({ code: 1 });
    await expect(verify("App.exe", "other.pem")).rejects.toMatchObject({ code: 1 });
  });
});
