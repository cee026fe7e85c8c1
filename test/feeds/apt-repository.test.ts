import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newUpdaterKey } from "../../src/api/updates/updater-keys.ts";
import { at } from "../support/records.ts";
import { ACME, app, update, useAptWorld } from "./apt-world.ts";
import { startProtocolServer } from "./protocol-server.ts";

const { world, published, publish, ask } = useAptWorld();

const get = (path: string, init?: RequestInit) =>
  fetch(`${world.server.url}/feeds/apt/${ACME.id}${path}`, init);
const SUITE = "/dists/stable";
const LIST = `${SUITE}/main/binary-amd64`;

describe("what is not as it was signed", () => {
  const path = (rest: string) => `/feeds/apt/${ACME.id}${rest}`;
  const tamper = async (rest: string, change: (text: string) => string) =>
    world.server.instead.set(path(rest), change(await (await get(rest)).text()));

  test("a package with other bytes is refused", async () => {
    const one = published("46.10");
    publish(one);
    const [build] = one.builds;
    world.server.files.set(build?.sha256 ?? "", new TextEncoder().encode("46.10 for x64 demo-APP"));
    expect(await ask(app("46.9"))).toMatchObject({
      kind: "error",
      message: expect.stringMatching(/Hash Sum mismatch: pool/),
    });
    world.server.files.set(build?.sha256 ?? "", new TextEncoder().encode("more bytes than it has"));
    expect(await ask(app("46.9"))).toMatchObject({ kind: "error" });
  });

  test("a list with another version is refused", async () => {
    publish(published("46.10"));
    const release = await (await get(`${SUITE}/Release`)).text();
    const [, sha256] = /(\w{64}) \d+ main\/binary-amd64\/Packages\.gz/.exec(release) ?? [];
    world.server.instead.set(path(`${LIST}/by-hash/SHA256/${sha256}`), "Package: demo-app\nVersion: 47\n");
    expect(await ask(app("46.9"))).toMatchObject({
      kind: "error",
      message: expect.stringMatching(/unexpected size/),
    });
  });

  test("a Release whose text was changed, that has no signature, or that another key signed, is refused", async () => {
    publish(published("46.10"));
    await tamper(`${SUITE}/InRelease`, (text) => text.replace("Suite: stable", "Suite: staple"));
    expect(await ask(app("46.9"))).toMatchObject({
      kind: "error",
      message: expect.stringMatching(/digest|signature/i),
    });
    world.server.instead.set(path(`${SUITE}/InRelease`), "Origin: Sluice\n");
    expect(await ask(app("46.9"))).toMatchObject({ kind: "error" });
    world.server.instead.clear();
    const other = await newUpdaterKey("apt", at("2026-01-01"));
    expect(await ask(app("46.9"), { key: other.publicKey })).toMatchObject({
      kind: "error",
      message: expect.stringMatching(/not find signing key/),
    });
  });

  test("a Release of a week ago is expired, and one of tomorrow not valid yet", async () => {
    publish(published("46.10"));
    const { publicKey: key } = world.server.keys.get("apt")?.[0] ?? { publicKey: "" };
    expect(await ask(app("46.9"), { key, now: () => at("2026-03-07T23:00:00Z") })).toMatchObject({
      kind: "update",
    });
    expect(await ask(app("46.9"), { key, now: () => at("2026-03-08T00:00:01Z") })).toMatchObject({
      message: "Release file is expired",
    });
    expect(await ask(app("46.9"), { key, now: () => at("2026-02-28T12:00:00Z") })).toMatchObject({
      kind: "error",
    });
  });
});

test("while a key is renewed both sign, so that machines with either are served; /key.asc has both in one block", async () => {
  publish(published("46.10"));
  const before = world.server.keys.get("apt") ?? [];
  const old = await (await fetch(`${world.server.url}/key.asc`)).text();
  const added = await newUpdaterKey("apt", at("2026-03-01T11:00:00Z"));
  world.server.keys.set("apt", [added, ...before]);
  const both = await (await fetch(`${world.server.url}/key.asc`)).text();
  expect(both.match(/BEGIN PGP/g)).toHaveLength(1);
  for (const key of [old, added.publicKey, both]) {
    expect(await ask(app("46.9"), { key })).toMatchObject({ kind: "update" });
  }
  world.server.keys.set("apt", [added, ...before.map((one) => ({ ...one, privateKey: null }))]);
  expect(await ask(app("46.9"), { key: both })).toMatchObject({ kind: "update" });
  expect(await ask(app("46.9"), { key: old })).toMatchObject({ kind: "error" });
  world.server.keys.set("apt", before);
});

describe("a change between the Release and its list", () => {
  test("leaves the list where the Release names it: apt gets what was decided a moment ago", async () => {
    const [old, young] = [published("46.9"), published("46.10")];
    publish(old, young);
    world.server.before = (target) => {
      if (!target.includes("/by-hash/")) return;
      publish(old, {
        ...young,
        releases: young.releases.map((one) => ({ ...one, state: "paused" as const })),
      });
    };
    expect(await ask(app("46.8"))).toEqual(update("46.10", "46.10 for x64 demo-app"));
    world.server.before = () => undefined;
    expect(await ask(app("46.8"))).toEqual(update("46.9", "46.9 for x64 demo-app"));
  });

  test("has the same bytes on every server and at every minute of a day, so that few are signed", async () => {
    publish(published("46.10"));
    const first = await (await get(`${SUITE}/InRelease`)).text();
    const other = await startProtocolServer();
    for (const [purpose, keys] of world.server.keys) other.keys.set(purpose, keys);
    const { fleet } = world.server.context();
    other.publish({
      releases: fleet.calendar.map(({ release }) => release),
      builds: fleet.calendar.flatMap(({ builds }) => builds),
    });
    const again = await fetch(`${other.url}/feeds/apt/${randomUUID()}/arch/arm64${SUITE}/InRelease`);
    expect(await again.text()).toBe(first);
    await other.close();
  });
});

describe("over HTTP", () => {
  test("HEAD has the headers of GET, and a Release that is known is answered with 304", async () => {
    publish(published("46.10"));
    const [got, head] = [
      await get(`${SUITE}/InRelease`),
      await get(`${SUITE}/InRelease`, { method: "HEAD" }),
    ];
    for (const name of ["content-length", "content-type", "etag", "cache-control", "sluice-reasons"]) {
      expect(head.headers.get(name), name).toBe(got.headers.get(name));
    }
    expect(await head.text()).toBe("");
    const etag = got.headers.get("etag") ?? "";
    const known = await get(`${SUITE}/InRelease`, { headers: { "if-none-match": etag } });
    expect(known.status).toBe(304);
  });

  test.each([
    "/InRelease",
    "/dists/unstable/InRelease",
    `${SUITE}/main/binary-i386/Packages`,
    `${SUITE}/main/binary-amd64/Packages.xz`,
    `${SUITE}/main/i18n/Translation-en`,
    `${LIST}/by-hash/SHA256/${"0".repeat(64)}`,
    `${LIST}/by-hash/SHA256/x`,
    "/pool/no-such-build/app.deb",
    "/dists/../dists/stable/InReleas",
    "",
  ])("there is no %j", async (path) => {
    publish(published("46.10"));
    expect((await get(path)).status).toBe(404);
  });

  test("no cache keeps where the pool leads: it names the host of its request, if no address is configured", async () => {
    const one = published("46.10");
    publish(one);
    const led = await get(`/pool/${one.builds[0]?.id}/app.deb`, { redirect: "manual" });
    expect([led.status, led.headers.get("cache-control")]).toEqual([302, "no-store"]);
  });

  test("the pool leads to packages alone", async () => {
    const one = published("46.10", [{ change: { format: "rpm" } }]);
    publish(one);
    expect((await get(`/pool/${one.builds[0]?.id}/app.deb`)).status).toBe(404);
  });

  test("the key is at two addresses, without anything of its private half", async () => {
    const [one, other] = await Promise.all(
      ["/key.asc", "/feeds/apt/key.asc"].map(async (path) => (await fetch(world.server.url + path)).text()),
    );
    expect(one).toMatch(/^-----BEGIN PGP PUBLIC KEY BLOCK-----/);
    expect(other).toBe(one);
  });

  test("what user, installation and version a source says in its path is read, and answers to it are not shared", async () => {
    publish(published("46.10"));
    await get(`/installation/pc-1/version/46.9/arch/arm64${SUITE}/InRelease`);
    await get(`/installation/pc-2/version/46.9/arch/armhf${SUITE}/InRelease`);
    const noted = world.server.context().checkIns.oldest(10);
    expect(noted).toMatchObject([{ installation: "pc-1", running: "46.9" }]);
    const answer = await get(`/user/${randomUUID()}${SUITE}/InRelease`);
    expect(answer.headers.get("cache-control")).toContain("no-store");
  });
});
