import { createHash, randomBytes } from "node:crypto";
import { canonicalize } from "@tufjs/canonical-json";
import type { Metadata, Root } from "@tufjs/models";
import { beforeAll, describe, expect, test } from "vitest";
import { newUpdaterKey } from "../../src/api/updates/updater-keys.ts";
import { toSigner } from "../../src/feeds/tuf/online-key.ts";
import { makeRoot, type NewRoot, signRoot } from "../../src/feeds/tuf/root.ts";
import { addUpdaterKey, retireUpdaterKey } from "../../src/store/tables/updater-key-table.ts";
import { type TufClient, tufClient } from "../feeds/clients/tuf-client.ts";
import { aRootKey, firstTufRoot, keysOfServer } from "../feeds/tuf-trust.ts";
import { at } from "../support/records.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { accepted, expectRefusal, get, send } from "./caller.ts";
import { make } from "./tenancy.ts";

const BYTES = new Uint8Array(randomBytes(50_000));
const OLD_KEY = aRootKey();
const NEW_KEY = aRootKey();
const APP = { platform: "win", arch: "x64", version: "45.0" } as const;

let server: TestServer;
let first: object;
let app: TufClient;
let organization: string;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  const said = { version: "45.1", automaticAt: "2026-01-06", state: "published" };
  const release = await make(server, "/v1/releases", said);
  const path = `/v1/releases/${release}/builds?platform=win&arch=x64&format=exe&fileName=App%20(1).exe`;
  const headers = { "content-type": "application/octet-stream" };
  accepted(await send(server, VENDOR_TOKEN, { method: "POST", path, raw: BYTES, headers }));
  organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  first = await firstTufRoot(server.url, OLD_KEY);
  app = tufClient({ root: JSON.stringify(first), now: Date.now });
  return async () => {
    app.close();
    await server.close();
    await store.close();
  };
});

const give = (body: unknown) => send(server, VENDOR_TOKEN, { method: "POST", path: "/v1/tuf/roots", body });
const ask = () => app.ask({ server: server.url, organization }, APP);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A next root, signed by the keys before and its own, but for a change. */
async function nextRoot(version: number, change: Partial<NewRoot> = {}, signers = [OLD_KEY, NEW_KEY]) {
  const root = makeRoot({
    version,
    expiresAt: at("2040-01-01"),
    rootKeys: [toSigner(NEW_KEY).key],
    threshold: 1,
    onlineKeys: await keysOfServer(server.url),
    ...change,
  });
  signRoot(root, signers.map(toSigner));
  return root;
}

/** The signed part of a root, as its JSON is. */
interface SignedRoot {
  readonly keys: Record<string, unknown>;
  readonly roles: Record<"root" | "targets", { readonly keyids: string[]; threshold: number }>;
}

/** Changes a root after it was made, and signs it again, so that only the change is wrong. */
function changed(root: Metadata<Root>, change: (signed: SignedRoot) => void): object {
  const { signed } = JSON.parse(JSON.stringify(root.toJSON()));
  change(signed);
  const bytes = Buffer.from(canonicalize(signed));
  return { signed, signatures: [OLD_KEY, NEW_KEY].map((key) => toSigner(key).sign(bytes).toJSON()) };
}

test("before there is a root, the feed says what to do", async () => {
  const path = `/feeds/tuf/${organization}/metadata/timestamp.json`;
  expectRefusal(await send(server, null, { method: "GET", path }), 404, "tuf_root_missing");
  expectRefusal(await give((await nextRoot(2)).toJSON()), 409, "tuf_root_not_next");
});

test("a first root that names the server's keys is taken, and a real client downloads by it", async () => {
  const given = accepted(await give(first));
  expect(given).toMatchObject({ version: 1, addedBy: { displayName: "SLUICE_VENDOR_TOKEN" } });
  await sleep(1100);
  const found = await ask();
  expect(found.kind === "update" && createHash("sha256").update(found.bytes).digest("hex")).toBe(
    createHash("sha256").update(BYTES).digest("hex"),
  );
});

test("the newest root once more changes nothing", async () => {
  expect(accepted(await give(first)).version).toBe(1);
  expect((await get(server, VENDOR_TOKEN, "/v1/tuf/roots")).items).toHaveLength(1);
});

describe("a root is refused, before any client meets it,", () => {
  test.each([1, 3, 99])("if its version is %d and not the next one", async (version) => {
    expectRefusal(await give((await nextRoot(version)).toJSON()), 409, "tuf_root_not_next");
  });

  test("if it lacks the signature of the root before, or its own", async () => {
    for (const signer of [OLD_KEY, NEW_KEY, aRootKey()]) {
      const root = await nextRoot(2, {}, [signer]);
      expectRefusal(await give(root.toJSON()), 400, "tuf_root_not_signed");
    }
    const rootKeys = [NEW_KEY, aRootKey()].map((key) => toSigner(key).key);
    const needsTwo = await nextRoot(2, { rootKeys, threshold: 2 });
    expectRefusal(await give(needsTwo.toJSON()), 400, "tuf_root_not_signed");
  });

  test("if something was changed after it was signed", async () => {
    const root = JSON.parse(JSON.stringify((await nextRoot(2)).toJSON()));
    root.signed.expires = "2041-01-01T00:00:00Z";
    expectRefusal(await give(root), 400, "tuf_root_not_signed");
  });

  test("if the server could not sign by it, or signed the root itself", async () => {
    const foreign = await nextRoot(2, { onlineKeys: [toSigner(aRootKey()).key] });
    expectRefusal(await give(foreign.toJSON()), 400, "tuf_root_without_server_keys");
    const own = await nextRoot(2, {
      rootKeys: [toSigner(NEW_KEY).key, ...(await keysOfServer(server.url))],
    });
    expectRefusal(await give(own.toJSON()), 400, "tuf_root_without_server_keys");
  });

  test("if it is past", async () => {
    const past = await nextRoot(2, { expiresAt: at("2020-01-01") });
    expectRefusal(await give(past.toJSON()), 400, "tuf_root_expired");
  });

  test("if clients would stumble over it", async () => {
    const good = await nextRoot(2);
    const wrong: ((signed: SignedRoot) => void)[] = [
      (signed) => Object.assign(signed, { version: 0 }),
      (signed) => Object.assign(signed, { expires: "next year" }),
      (signed) => Object.assign(signed, { consistent_snapshot: false }),
      (signed) => Object.assign(signed.roles.root, { threshold: 0 }),
      (signed) => Object.assign(signed.roles.targets, { threshold: 7 }),
      (signed) => {
        // The same key under two ids would count twice.
        const [id = ""] = signed.roles.root.keyids;
        signed.keys["0".repeat(64)] = signed.keys[id];
        signed.roles.root.keyids.push("0".repeat(64));
        signed.roles.root.threshold = 2;
      },
    ];
    for (const change of wrong) expectRefusal(await give(changed(good, change)), 400, "tuf_root_malformed");
    for (const body of [
      { signed: {}, signatures: [] },
      { signed: { ...good.signed.toJSON(), version: 1.5 }, signatures: [] },
      { signed: { ...good.signed.toJSON(), more: 1.5 }, signatures: [] },
      { signed: { ...good.signed.toJSON(), _type: "targets" }, signatures: [] },
      { signed: { ...good.signed.toJSON(), roles: {} }, signatures: [] },
    ]) {
      expectRefusal(await give(body), 400, "tuf_root_malformed");
    }
    expectRefusal(await give({ signed: {} }), 400, "invalid_field");
    expectRefusal(await give({ signed: {}, signatures: [], more: 1 }), 400, "unknown_field");
  });
});

test("a client follows a new root key and a new key of the server, while the old key is still there and after", async () => {
  const { database } = server.context.store;
  const [before] = await keysOfServer(server.url);
  const held = await server.context.feedKeys("tuf");
  // Newer than the key of the start, as a key that is added is.
  await addUpdaterKey(database, "tuf", await newUpdaterKey("tuf", at("2040-01-01")));
  await sleep(1100);
  const onlineKeys = (await keysOfServer(server.url)).filter(({ keyID }) => keyID !== before?.keyID);
  expect(onlineKeys).toHaveLength(1);
  expect(await ask()).toMatchObject({ kind: "update" });
  accepted(await give((await nextRoot(2, { onlineKeys })).toJSON()));
  await sleep(1100);
  expect(await ask()).toMatchObject({ kind: "update" });
  expect(await retireUpdaterKey(database, "tuf", held[0]?.id ?? "", at("2026-06-02"))).toBe(true);
  expect(await retireUpdaterKey(database, "tuf", held[0]?.id ?? "", at("2026-06-02"))).toBe(false);
  await sleep(1100);
  expect(await ask()).toMatchObject({ kind: "update" });
  const { items } = await get(server, null, "/v1/updater-keys");
  const signing = items.filter((key: { purpose: string }) => key.purpose === "tuf");
  expect(signing.map((key: { signs: boolean }) => key.signs)).toEqual([true, false]);
  expect(JSON.stringify(items)).not.toContain("PRIVATE");
});

test("the second start has the same roots and keys", async () => {
  const again = await startServer(server.context.store, { dataDirectory: server.dataDirectory });
  const found = await app.ask({ server: again.url, organization }, APP);
  await again.close();
  expect(found).toMatchObject({ kind: "update", version: "45.1" });
});
