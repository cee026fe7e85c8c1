import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { at } from "../support/records.ts";
import { anOnlineKey, aRootKey, aTufRoot } from "./tuf-trust.ts";
import { ACME, bytesOf, FIRST, KINDS, NOBODY, OLD, ONLINE, ROOT_KEY, TufWorld, WIN } from "./tuf-world.ts";

const EXAMPLE = join(import.meta.dirname, "../../examples/tuf/update.mjs");
const DAY_MS = 86_400_000;
const error = (message: RegExp) => ({ kind: "error", message: expect.stringMatching(message) });

let world: TufWorld;
beforeEach(() => {
  world = new TufWorld();
  return world.listen();
});

describe("the real tuf-js", () => {
  test.each(KINDS)("updates on $platform $arch to the signed version, and has its bytes", async (kind) => {
    const { platform, arch } = kind;
    const found = await world.anApp().ask(world.address(), { platform, arch, version: "1.0.0.1" });
    const bytes = bytesOf("2.0.0.5", `${platform} ${arch}`);
    expect(found).toEqual({ kind: "update", version: "2.0.0.5", bytes });
  });

  test.each([true, false])(
    "stays on the newest and above it (R5), its version in the address: %s",
    async (saysVersion) => {
      for (const version of ["2.0.0.5", "2.0.0", "3.0.0"]) {
        const found = await world.anApp({ saysVersion }).ask(world.address(), { ...WIN, version });
        expect(found, version).toEqual(
          version === "2.0.0" && !saysVersion
            ? { kind: "update", version: "2.0.0.5", bytes: expect.anything() }
            : { kind: "stay" },
        );
      }
    },
  );

  test("stays where there is no build for it, and where nothing is out", async () => {
    const mac = { platform: "mac", arch: "arm64", version: "1.0.0" } as const;
    expect(await world.anApp().ask(world.address(), mac)).toEqual({ kind: "stay" });
    world.publish();
    expect(await world.anApp().ask(world.address(), OLD)).toEqual({ kind: "stay" });
  });

  test("updates in an unknown organization by the vendor default (R21)", async () => {
    expect(await world.anApp().ask(world.address(NOBODY), OLD)).toMatchObject({
      kind: "update",
      version: "2.0.0.5",
    });
  });

  test("updates behind a public address with a path", async () => {
    world.basePath = "/software";
    expect(await world.anApp().ask(world.address(), OLD)).toMatchObject({
      kind: "update",
      version: "2.0.0.5",
    });
  });

  test("takes whatever changes from one moment to the next, also a release that is taken away", async () => {
    const app = world.anApp();
    expect(await app.ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
    for (const [versions, expected] of [
      [["2.0.0.5", "2.1.0"], "2.1.0"],
      [["2.0.0.5"], "2.0.0.5"],
      [["2.0.0.5", "2.1.0", "2.2.0"], "2.2.0"],
    ] as const) {
      world.publish(...versions);
      world.now += 1000;
      expect(await app.ask(world.address(), OLD)).toMatchObject({ version: expected });
    }
    world.publish();
    world.now += 1000;
    expect(await app.ask(world.address(), OLD)).toEqual({ kind: "stay" });
  });

  test("reads one consistent answer although there is a change between any two of its requests", async () => {
    const versions = ["2.0.0.5"];
    world.network = (_, body) => {
      versions.push(`2.1.0.${versions.length}`);
      world.publish(...versions);
      world.now += 1500;
      return body;
    };
    const found = await world.anApp().ask(world.address(), OLD);
    // Root, timestamp and snapshot were asked before; targets.json has what is out by then.
    expect(found).toMatchObject({ kind: "update", version: "2.1.0.3" });
    expect(versions.length).toBeGreaterThan(5);
  });

  test("goes on from one server to another whose clock is a little behind or ahead, and asks no further", async () => {
    world.network = (url, body) => {
      if (url.endsWith("timestamp.json")) world.now -= 20_000;
      return body;
    };
    expect(await world.anApp().ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
    world.network = (url, body) => {
      if (url.endsWith("timestamp.json")) world.now += 3600_000;
      return body;
    };
    expect(await world.anApp().ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
  });
});

describe("the real tuf-js refuses", () => {
  test.each(["timestamp", "snapshot", "targets"])("%s.json that was changed on its way", async (name) => {
    world.network = (url, body) =>
      url.endsWith(`${name}.json`) ? body.replace(/"expires":"2026/, '"expires":"2027') : body;
    expect(await world.anApp().ask(world.address(), OLD)).toEqual(error(/signed by 0\/1 keys/));
  });

  test("a file that was changed on its way", async () => {
    world.network = (url, body) => (url === "a build" ? body.replace("for", "fro") : body);
    expect(await world.anApp().ask(world.address(), OLD)).toEqual(error(/hash/i));
  });

  test("what was signed before, after it has seen something newer (rollback)", async () => {
    const app = world.anApp();
    const seen = new Map<string, string>();
    world.network = (url, body) => {
      seen.set(url, body);
      return body;
    };
    await app.ask(world.address(), OLD);
    world.now += 5000;
    world.network = (_, body) => body;
    world.publish("2.0.0.5", "2.1.0");
    expect(await app.ask(world.address(), OLD)).toMatchObject({ version: "2.1.0" });
    world.network = (url, body) => seen.get(url) ?? body;
    expect(await app.ask(world.address(), OLD)).toEqual(error(/version/i));
  });

  test("what is older than three days (freeze)", async () => {
    const timestamp = await (await fetch(world.path("metadata/timestamp.json"))).text();
    world.network = (url, body) => (url.endsWith("timestamp.json") ? timestamp : body);
    world.now += 3 * DAY_MS - 2000;
    expect(await world.anApp().ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
    world.now += 2000;
    expect(await world.anApp().ask(world.address(), OLD)).toEqual(error(/expired/i));
  });

  test("what another key signed", async () => {
    world.keys = [anOnlineKey()];
    expect(await world.anApp().ask(world.address(), OLD)).toEqual(error(/signed by 0\/1 keys/));
  });

  test("the answer to another organization, though the same key signed it", async () => {
    const timestamp = JSON.parse(await (await fetch(world.path("metadata/timestamp.json"))).text());
    const foreign = await (
      await fetch(world.path(`metadata/${timestamp.signed.version}.targets.json`))
    ).text();
    world.network = (url, body) => (url.endsWith(".targets.json") ? foreign : body);
    expect(await world.anApp().ask(world.address(NOBODY), OLD)).toEqual(error(/another organization/));
  });
});

describe("when the vendor rotates keys, the real tuf-js", () => {
  const [secondKey, secondOnline] = [aRootKey(), anOnlineKey("second")];
  const next = { version: 2, keys: [secondKey], online: [secondOnline] };
  const second = aTufRoot({ ...next, signers: [ROOT_KEY, secondKey] });

  test("follows a root that the keys of the one before signed, over several versions", async () => {
    const third = aTufRoot({ ...next, version: 3, keys: [ROOT_KEY], signers: [secondKey, ROOT_KEY] });
    world.roots = [FIRST, second, third];
    world.keys = [secondOnline];
    expect(await world.anApp().ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
  });

  test("goes on with the old root as long as there is no new one: the server signs with both keys", async () => {
    world.keys = [secondOnline, ONLINE];
    const app = world.anApp();
    expect(await app.ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
    world.roots = [FIRST, second];
    world.now += 1000;
    expect(await app.ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
    world.keys = [secondOnline];
    world.now += 1000;
    expect(await app.ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
  });

  test("refuses a root that its own root did not let be", async () => {
    world.roots = [FIRST, aTufRoot({ ...next, signers: [secondKey] })];
    world.keys = [secondOnline];
    expect(await world.anApp().ask(world.address(), OLD)).toEqual(error(/root was signed by 0\/1 keys/));
  });

  test("begins anew after a clock was years ahead, once the server's key is another one", async () => {
    const app = world.anApp();
    const today = world.now;
    world.now = at("2029-01-01");
    expect(await app.ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
    world.now = today;
    expect(await app.ask(world.address(), OLD)).toEqual(error(/version/i));
    world.roots = [FIRST, aTufRoot({ version: 2, keys: [ROOT_KEY], online: [secondOnline] })];
    world.keys = [secondOnline];
    expect(await app.ask(world.address(), OLD)).toMatchObject({ version: "2.0.0.5" });
  });
});

test("the example's app updates with the first root in it, and stays afterwards", async () => {
  const { findUpdate } = await import(EXAMPLE);
  world.now = Date.now();
  const directory = mkdtempSync(join(tmpdir(), "sluice-tuf-example-"));
  writeFileSync(join(directory, "root.json"), FIRST.metadata);
  const app = { server: world.host, organization: ACME.id, ...OLD, directory };
  const found = await findUpdate(app);
  expect(found.version).toBe("2.0.0.5");
  expect(readFileSync(found.path)).toEqual(bytesOf("2.0.0.5", "win x64"));
  world.now += 1000;
  expect(await findUpdate({ ...app, version: "2.0.0.5" })).toBeNull();
  rmSync(directory, { recursive: true });
});
