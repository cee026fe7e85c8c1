import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newUpdaterKey } from "../../src/api/updates/updater-keys.ts";
import type { FeedKey } from "../../src/catalog/updater-key.ts";
import { anOrganization, aRelease, at } from "../support/records.ts";
import { omahaClient } from "./clients/omaha-client.ts";
import { aBuild } from "./feed-server.ts";
import { type ProtocolServer, startProtocolServer } from "./protocol-server.ts";

const ACME = anOrganization({ name: "Acme" });
const APP_ID = "{6F1B0C52-0000-4000-8000-000000000001}";
const WIN = { platform: "win", arch: "x64", version: "1.0.0.1" } as const;
const BYTES = Buffer.from("the bytes of an installer ".repeat(40));
const PROTOCOLS = ["3.1", "4.0"] as const;

let server: ProtocolServer;
let keys: readonly FeedKey[];

beforeAll(async () => {
  server = await startProtocolServer("/software");
  const [old, young] = [
    await newUpdaterKey("omaha", at("2026-01-01")),
    await newUpdaterKey("omaha", at("2026-02-01")),
  ];
  // The newest first, as they are read.
  keys = [young, old];
  return () => server.close();
});

beforeEach(() => {
  server.keys.set("omaha", keys);
  server.instead.clear();
  publish("2.0.0.5");
});

function publish(...versions: readonly string[]): void {
  const releases = versions.map((version) =>
    aRelease(version, { automaticAt: at("2026-02-01"), state: "published" }),
  );
  const builds = releases.map(({ id: releaseId }, index) => {
    const bytes = Buffer.concat([BYTES, Buffer.from(versions[index] ?? "")]);
    const updaters = { omaha: { arguments: "/silent" } };
    const build = aBuild(bytes, {
      releaseId,
      fileName: "App Setup.exe",
      updaters,
      addedAt: at("2026-01-02"),
    });
    server.files.set(build.sha256 ?? "", bytes);
    return build;
  });
  const product = { updaters: { omaha: { appId: APP_ID } } };
  server.publish({ organizations: [ACME], releases, builds, product });
}

const keyOf = (index: number, number: number) => ({ pem: keys[index]?.publicKey ?? "", number });
const address = (organization = ACME.id) => ({ server: server.url, organization });

function anUpdater(change: Partial<Parameters<typeof omahaClient>[0]> = {}) {
  return omahaClient({ appId: APP_ID, protocol: "3.1", key: keyOf(0, 2), ...change });
}

const post = (body: unknown, query = "") =>
  fetch(`${server.url}/feeds/omaha/${ACME.id}${query}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

async function codeOf(answer: Response): Promise<string> {
  const { errors } = (await answer.json()) as { readonly errors: readonly { readonly code: string }[] };
  return errors[0]?.code ?? "";
}

/** The answer to these apps, as it was before its prefix. */
async function answerTo(apps: readonly object[], request: object = {}) {
  const answer = await post({
    request: { protocol: "3.1", os: { platform: "win", arch: "x64" }, app: apps, ...request },
  });
  return JSON.parse((await answer.text()).slice(4)).response;
}

test("a target version of another app of the request does not narrow what the app gets", async () => {
  publish("1.1.0.1", "2.0.0.5");
  const own = { appid: "com.example.updater", version: "1.0", updatecheck: { targetversionprefix: "1.1" } };
  const { app } = await answerTo([own, { appid: APP_ID, version: "1.0.0.1", updatecheck: {} }]);
  expect(app[1].updatecheck).toMatchObject({ status: "ok", manifest: { version: "2.0.0.5" } });
});

describe.each(PROTOCOLS)("Chromium's updater, simulated, in protocol %s", (protocol) => {
  test("updates, and has the bytes; the signature of its own key is right, also of an older one", async () => {
    for (const key of [keyOf(0, 2), keyOf(1, 1), null]) {
      const found = await anUpdater({ protocol, key }).ask(address(), WIN);
      expect(found).toMatchObject({ kind: "update", version: "2.0.0.5" });
      expect(found.kind === "update" && Buffer.from(found.bytes).toString()).toBe(`${BYTES}2.0.0.5`);
    }
  });

  test.each(["2.0.0.5", "2.0.0", "3.0"])("stays on %s, whatever it would allow (R5)", async (version) => {
    const check = { rollback_allowed: true, sameversionupdate: true, targetversionprefix: "2.0.0.5" };
    expect(await anUpdater({ protocol, check }).ask(address(), { ...WIN, version })).toEqual({
      kind: "stay",
    });
  });

  test("stays where nothing is for its platform or architecture", async () => {
    for (const app of [{ ...WIN, platform: "mac" } as const, { ...WIN, arch: "arm64" } as const]) {
      expect(await anUpdater({ protocol }).ask(address(), app)).toEqual({ kind: "stay" });
    }
  });

  test("installs the newest where nothing is installed yet, and in an unknown organization (R21)", async () => {
    const nobody = "0b0f0c5e-0000-4000-8000-000000000000";
    expect(await anUpdater({ protocol }).ask(address(nobody), { ...WIN, version: "0.0.0.0" })).toMatchObject({
      version: "2.0.0.5",
    });
  });

  test("gets the newest release that its target version lets in, number by number", async () => {
    publish("1.1.0.1", "1.10.0.1", "2.0.0.5");
    const versions = {
      "1.1": "1.1.0.1",
      "1.1.": "1.1.0.1",
      "1": "1.10.0.1",
      "": "2.0.0.5",
      "2.0.0.5": "2.0.0.5",
    };
    for (const [targetversionprefix, version] of Object.entries(versions)) {
      const found = await anUpdater({ protocol, check: { targetversionprefix } }).ask(address(), WIN);
      expect(found, targetversionprefix).toMatchObject({ version });
    }
    for (const targetversionprefix of ["3", "1.0", "banana"]) {
      const found = await anUpdater({ protocol, check: { targetversionprefix } }).ask(address(), WIN);
      expect(found, targetversionprefix).toEqual({ kind: "stay" });
    }
  });

  test("is told that it asks for another app, which is not offered in its place", async () => {
    const found = await anUpdater({ protocol, appId: "com.example.updater" }).ask(address(), WIN);
    expect(found).toEqual({ kind: "error", message: "error-unknownApplication" });
    expect(await anUpdater({ protocol, appId: APP_ID.toLowerCase() }).ask(address(), WIN)).toMatchObject({
      kind: "update",
    });
  });

  test("refuses an answer that somebody else signed, a changed answer, and a changed file", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    const foreign = await anUpdater({ protocol, key: { pem, number: 2 } }).ask(address(), WIN);
    expect(foreign).toEqual({ kind: "error", message: "the answer is not signed" });
    const crossed = await anUpdater({ protocol, key: keyOf(0, 1) }).ask(address(), WIN);
    expect(crossed).toEqual({ kind: "error", message: "the answer is not signed" });
    for (const [digest, bytes] of server.files)
      server.files.set(digest, Buffer.from(bytes.toString().replace("t", "T")));
    expect(await anUpdater({ protocol }).ask(address(), WIN)).toEqual({
      kind: "error",
      message: "the file has another hash",
    });
  });

  test("is refused if its key is none of this server's", async () => {
    for (const number of [3, 99]) {
      const found = await anUpdater({ protocol, key: keyOf(0, number) }).ask(address(), WIN);
      expect(found).toEqual({ kind: "error", message: "HTTP 400" });
    }
    server.keys.set(
      "omaha",
      keys.map((key, index) => (index === 1 ? { ...key, privateKey: null } : key)),
    );
    expect(await anUpdater({ protocol, key: keyOf(1, 1) }).ask(address(), WIN)).toMatchObject({
      kind: "error",
    });
    expect(await anUpdater({ protocol, key: keyOf(0, 2) }).ask(address(), WIN)).toMatchObject({
      kind: "update",
    });
  });
});

describe("the simulated updater takes no wrong answer for a right one:", () => {
  const good = {
    response: { protocol: "3.1", daystart: { elapsed_days: 7000 }, app: [{ appid: APP_ID, status: "ok" }] },
  };
  const check = (updatecheck: object) => {
    const [app] = good.response.app;
    return `)]}'\n${JSON.stringify({ response: { ...good.response, app: [{ ...app, updatecheck }] } })}`;
  };
  const ok = {
    status: "ok",
    urls: { url: [{ codebase: "http://127.0.0.1:9/" }] },
    manifest: {
      version: "2.0",
      run: "a.exe",
      packages: { package: [{ name: "a.exe", hash_sha256: "", size: 1 }] },
    },
  };
  test.each([
    ["no prefix", check({ status: "noupdate" }).slice(5), "Missing secure JSON prefix."],
    ["another protocol", check({ status: "noupdate" }).replace("3.1", "3.0"), "Incorrect protocol."],
    [
      "no app",
      `)]}'\n${JSON.stringify({ response: { ...good.response, app: [] } })}`,
      "Missing appid on app node",
    ],
    ["no check", `)]}'\n${JSON.stringify(good)}`, "Missing updatecheck on app."],
    ["an error", check({ status: "error-internal" }), "error-internal"],
    [
      "a version in semver",
      check({ ...ok, manifest: { ...ok.manifest, version: "2.0.0-5" } }),
      "Invalid version",
    ],
    ["nothing to run", check({ ...ok, manifest: { ...ok.manifest, run: "" } }), "nothing to run"],
  ])("%s", async (_kind, body, message) => {
    server.instead.set(`/feeds/omaha/${ACME.id}`, body);
    expect(await anUpdater({ key: null }).ask(address(), WIN)).toEqual({ kind: "error", message });
  });

  test("no answer without a signature, where it has a key", async () => {
    server.before = (target) => server.instead.set(target, check({ status: "noupdate" }));
    const found = await anUpdater().ask(address(), WIN);
    server.before = () => undefined;
    expect(found).toEqual({ kind: "error", message: "the answer is not signed" });
  });
});

describe("an answer of Omaha", () => {
  const asking = { appid: APP_ID, version: "1.0", updatecheck: {} };

  test("has an entry for each app of the request, in its order, each with its own verdict", async () => {
    const { app } = await answerTo([
      { appid: "com.example.updater", version: "1.0", updatecheck: {} },
      { ...asking, version: "2.0.0.5" },
      asking,
      { ...asking, updatecheck: { updatedisabled: true } },
      { appid: APP_ID, version: "1.0", event: [{ eventtype: 3, eventresult: 1 }] },
      { version: "1.0" },
      { appid: 7 },
      { appid: "x".repeat(200), updatecheck: {} },
    ]);
    expect(app.map((one: { status: string }) => one.status)).toEqual([
      ...["error-unknownApplication", "ok", "ok", "ok", "ok"],
      ...["error-invalidAppId", "error-invalidAppId", "error-invalidAppId"],
    ]);
    expect(app[1].updatecheck).toEqual({ status: "noupdate", info: "already_on_newest, vendor_default" });
    expect(app[2].updatecheck).toMatchObject({
      status: "ok",
      manifest: { version: "2.0.0.5", run: "App%20Setup.exe", arguments: "/silent" },
    });
    expect(app[3].updatecheck).toEqual({ status: "noupdate", info: "update disabled by client" });
    expect(app[4]).toEqual({ appid: APP_ID, status: "ok" });
  });

  test("says the day, and when to ask again, at most in a day", async () => {
    const { daystart } = await answerTo([asking]);
    expect(daystart).toEqual({ elapsed_days: 6999, elapsed_seconds: 0 });
    const answer = await post({ request: { protocol: "3.1", app: [asking] } });
    const seconds = Number(answer.headers.get("x-retry-after"));
    expect(seconds).toBeGreaterThan(82_799);
    expect(seconds).toBeLessThanOrEqual(86_400);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
  });

  test("to a version that cannot be read, and to a system that is unknown: no update (R27)", async () => {
    const strange = [{ platform: "fuchsia", arch: "x64" }, { platform: "win", arch: "riscv64" }, {}];
    for (const os of strange) {
      const { app } = await answerTo([asking], { os });
      expect(app[0].updatecheck.status, JSON.stringify(os)).toBe("noupdate");
    }
    const { app } = await answerTo([{ ...asking, version: "banana" }]);
    expect(app[0].updatecheck).toMatchObject({
      status: "noupdate",
      info: "vendor_default, version_unreadable",
    });
  });

  test.each([
    ["nothing", ""],
    ["no JSON", "banana"],
    ["no object", "[1]"],
    ["no UTF-8", "\u{0}\u{ff}"],
    ["no request", {}],
    ["an older protocol", { request: { protocol: "3.0", app: [] } }],
    ["no apps", { request: { protocol: "3.1" } }],
    ["too many apps", { request: { protocol: "3.1", app: Array.from({ length: 65 }, () => asking) } }],
    ["an own prototype", '{"request":{"protocol":"3.1","__proto__":{"app":[]}}}'],
  ])("is refused to %s", async (_kind, body) => {
    const answer = await post(body);
    expect([answer.status, await codeOf(answer)]).toEqual([400, "invalid_field"]);
  });

  test("to the request of the example is an update", async () => {
    const example = join(import.meta.dirname, "../../examples/omaha/request.json");
    const answer = await post(readFileSync(example, "utf8"));
    const { app } = JSON.parse((await answer.text()).slice(4)).response;
    expect(app[0]).toMatchObject({ appid: APP_ID, updatecheck: { status: "ok" } });
  });

  test("is refused to a body of more than 64 KiB", async () => {
    expect((await post("x".repeat(70_000))).status).toBe(413);
  });

  test.each([
    "1",
    "1:",
    ":a",
    "0:a",
    "x:a",
    "1:a&cup2key=1:b",
    "1:%0d%0a",
    `1:${"a".repeat(300)}`,
    "ML-DSA-44-16:a",
  ])("is refused to the demand cup2key=%s", async (cup2key) => {
    const answer = await post({ request: { protocol: "3.1", app: [asking] } }, `?cup2key=${cup2key}`);
    expect([answer.status, await codeOf(answer)]).toEqual([400, "cup_key_unknown"]);
  });

  test("comes to a POST alone", async () => {
    for (const method of ["GET", "HEAD"]) {
      expect((await fetch(`${server.url}/feeds/omaha/${ACME.id}`, { method })).status).toBe(404);
    }
    expect((await fetch(`${server.url}/feeds/omaha`, { method: "POST", body: "{}" })).status).toBe(404);
  });

  test("says the user of the address, who may run ahead", async () => {
    expect((await answerTo([])).app).toEqual([]);
    const found = await anUpdater({ pairs: "/user/ann/version/2.0.0.5" }).ask(address(), WIN);
    expect(found).toEqual({ kind: "stay" });
  });
});
