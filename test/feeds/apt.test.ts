import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { at } from "../support/records.ts";
import { ACME, app, NOW, update, useAptWorld } from "./apt-world.ts";
import { AptClient } from "./clients/apt-client.ts";
import type { Outcome } from "./clients/updater-client.ts";
import { startProtocolServer } from "./protocol-server.ts";

const { world, published, publish, ask } = useAptWorld();
const STAY: Outcome = { kind: "stay" };

const get = (path: string, init?: RequestInit) =>
  fetch(`${world.server.url}/feeds/apt/${ACME.id}${path}`, init);
const SUITE = "/dists/stable";
const LIST = `${SUITE}/main/binary-amd64`;

describe("apt", () => {
  test("downloads the decided version for its architecture, by the digest of its list", async () => {
    publish(published("46.9.1.100", [{}]), published("46.10.1.38083", [{}, { arch: "arm64" }]));
    expect(await ask(app("46.9.1.100"))).toEqual(update("46.10.1.38083", "46.10.1.38083 for x64 demo-app"));
    expect(await ask(app("46.9.1.100", "arm64"))).toEqual(
      update("46.10.1.38083", "46.10.1.38083 for arm64 demo-app"),
    );
    expect(world.server.requests.filter((one) => one.includes("/Packages"))).toEqual([]);
  });

  test.each([
    ["what it may run", "46.10.1.38083"],
    ["something newer", "46.11"],
  ])("stays on %s", async (_what, version) => {
    publish(published("46.9"), published("46.10.1.38083"));
    expect(await ask(app(version))).toEqual(STAY);
  });

  test("stays, without an error, where nothing may be run yet, and installs nothing again", async () => {
    publish(published("46.10", [{}], { automaticAt: at("2026-04-01") }));
    const answer = await get(`${LIST}/Packages`);
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    expect(await ask(app("46.9"), { installed: { Depends: "libc5" } })).toEqual(STAY);
  });

  test("gets a list that names what runs, where the address says it and there is nothing newer", async () => {
    publish(published("46.9"), published("46.10", [{}], { state: "paused" }));
    const list = await (await get(`/version/46.9${LIST}/Packages`)).text();
    expect(list).toContain("\nVersion: 46.9\n");
    expect(await ask(app("46.9"), { pairs: "/version/46.9", installed: { Depends: "libc6" } })).toEqual(STAY);
    // An app that the address takes for older than it is stays, too.
    expect(await ask(app("46.10"), { pairs: "/version/46.9" })).toEqual(STAY);
  });

  test("gets an empty list where what runs was built twice: which one runs cannot be told", async () => {
    publish(published("46.9", [{}, { fields: "Depends: libc7" }]));
    expect(await (await get(`/version/46.9${LIST}/Packages`)).text()).toBe("");
    expect(await ask(app("46.9"), { pairs: "/version/46.9", installed: { Depends: "libc6" } })).toEqual(STAY);
  });

  test("moves to the list of an older version where a release is paused, and stays on what runs", async () => {
    publish(published("46.9"), published("46.10", [{}], { state: "paused" }));
    expect(await ask(app("46.10"))).toEqual(STAY);
    expect(await ask(app("46.8"))).toEqual(update("46.9", "46.9 for x64 demo-app"));
    // Only the preferences of the machine itself send it down.
    expect(await ask(app("46.10"), { priority: 1001 })).toEqual(update("46.9", "46.9 for x64 demo-app"));
    expect(await ask(app("46.10"), { priority: 1001, pairs: "/version/46.10" })).toEqual(STAY);
  });

  test("is offered the version that its package has, whatever the release is called", async () => {
    publish(published("46.9", [{ version: "1:46.9-1" }]), published("46.10", [{ version: "1:46.10-1" }]));
    const setting = { debianVersion: "1:46.9-1" };
    expect(await ask(app("46.9"), setting)).toEqual(update("1:46.10-1", "46.10 for x64 demo-app"));
  });

  test("does not see a package of another name as its own", async () => {
    publish(published("46.10", [{ name: "other-app" }]));
    expect(await ask(app("46.9"), { packageName: "demo-app" })).toEqual(STAY);
  });

  test("gets a build that is hosted elsewhere from there, and verifies it by its SHA-512 alone", async () => {
    const elsewhere = await startProtocolServer();
    const url = `${elsewhere.url}/builds/there/app.deb`;
    const bytes = new TextEncoder().encode("46.10 for x64 demo-app");
    elsewhere.files.set("there", bytes);
    publish(published("46.10", [{ change: { sha256: null, url } }]));
    expect(await ask(app("46.9"))).toEqual(update("46.10", "46.10 for x64 demo-app"));
    elsewhere.files.set("there", new TextEncoder().encode("46.10 for x64 demo-APP"));
    expect(await ask(app("46.9"))).toMatchObject({
      kind: "error",
      message: expect.stringMatching(/Hash Sum mismatch: pool/),
    });
    await elsewhere.close();
  });

  test("is answered for an unknown organization by the vendor default (R21), and not without one", async () => {
    publish(published("46.10"));
    expect(await ask(app("46.9"), {}, randomUUID())).toEqual(update("46.10", "46.10 for x64 demo-app"));
    const lost = await fetch(`${world.server.url}/feeds/apt${SUITE}/InRelease`);
    expect(lost.status).toBe(404);
  });

  test("is answered behind a proxy that serves the server under a path", async () => {
    const behind = await startProtocolServer("/apps/sluice");
    const { releases, builds } = published("46.10");
    behind.publish({ releases, builds });
    for (const [digest, bytes] of world.server.files) behind.files.set(digest, bytes);
    const client = new AptClient({ now: () => NOW });
    const outcome = await client.ask({ server: behind.url, organization: ACME.id }, app("46.9"));
    expect(outcome).toEqual(update("46.10", "46.10 for x64 demo-app"));
    await behind.close();
  });

  test("reads Release with Release.gpg where there is no InRelease, and lists by their names", async () => {
    publish(published("46.10"));
    world.server.instead.set(`/feeds/apt/${ACME.id}${SUITE}/InRelease`, null);
    const outcome = await ask(app("46.9"), { usesByHash: false });
    expect(outcome).toEqual(update("46.10", "46.10 for x64 demo-app"));
    expect(
      world.server.requests.filter((one) => /Release|Packages/.test(one)).map((one) => one.split("/").at(-1)),
    ).toEqual(["InRelease", "Release", "Release.gpg", "Packages.gz"]);
  });
});

describe("what apt would not understand", () => {
  test.each([
    ["lacks its control paragraph", { change: { updaters: {} } }],
    ["has that of another architecture", { arch: "x64", change: { arch: "arm64" } }],
  ] as const)("a build that %s is not offered, in the words of the check", async (_what, deb) => {
    publish(published("46.9", [{}, { arch: "arm64" }]), published("46.10", [deb]));
    const arch = "change" in deb && "arch" in deb.change ? "arm64" : "x64";
    expect(await ask(app("46.8", arch))).toEqual(STAY);
    const answer = await get(`/arch/${arch}${SUITE}/InRelease`);
    expect(answer.headers.get("sluice-reasons")).toContain("build_lacks_signature");
  });

  test("a package that apt takes for newer than that of a newer release is not named: it would go down to it (R5)", async () => {
    const paused = { state: "paused" } as const;
    publish(published("46.9", [{ version: "1:46.9" }]), published("46.10", [{ version: "46.10" }], paused));
    expect(await ask(app("46.10"))).toEqual(STAY);
    expect(await ask(app("46.10"), { pairs: "/version/46.9" })).toEqual(STAY);
    expect(await ask(app("46.8"))).toEqual(STAY);
    publish(published("46.9", [{ version: "1:46.9" }]), published("46.10", [{ name: "other" }], paused));
    expect(await ask(app("46.8"))).toMatchObject({ kind: "update" });
  });
});

test("the example's address is one by which a machine is updated", async () => {
  const source = readFileSync(join(import.meta.dirname, "../../examples/apt/app.sources"), "utf8");
  const script = readFileSync(join(import.meta.dirname, "../../examples/apt/install.sh"), "utf8");
  const [, uri = ""] = /^URIs: https:\/\/updates\.example\.org(\S+)$/m.exec(source) ?? [];
  const [, keyPath = ""] = /https:\/\/updates\.example\.org(\/\S+)/.exec(script) ?? [];
  expect(uri).toBe("/feeds/apt/ORGANIZATION");
  expect(source).toMatch(/^Suites: stable\nComponents: main$/m);
  publish(published("46.10"));
  const key = await (await fetch(world.server.url + keyPath)).text();
  expect(await ask(app("46.9"), { key })).toMatchObject({ kind: "update", version: "46.10" });
});
