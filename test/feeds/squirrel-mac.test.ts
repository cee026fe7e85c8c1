import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import { at } from "../support/records.ts";
import { compare, msixClient } from "./clients/msix-client.ts";
import { compareNumeric, parseUpdate, squirrelMacClient } from "./clients/squirrel-mac-client.ts";
import type { Outcome } from "./clients/updater-client.ts";
import { ACME, type FeedsServer, kept, keptDelta, released, startFeedsServer } from "./feeds-server.ts";

let server: FeedsServer;

beforeAll(async () => {
  server = await startFeedsServer();
  return server.close;
});
beforeEach(() => {
  server.requests.length = 0;
});

const MAC = { platform: "mac", arch: "arm64", version: "46.1.0" } as const;
const WIN = { platform: "win", arch: "x64", version: "46.1.0" } as const;
const zip = (text: string, change: Partial<Build> = {}) =>
  kept(server, text, { ...MAC, format: "zip", fileName: "App.zip", ...change });
const bytesOf = (outcome: Outcome) =>
  outcome.kind === "update" ? Buffer.from(outcome.bytes).toString() : outcome;
const elsewhere = (name: string) => ({ address: () => `${server.url}/elsewhere/${name}` });
const answerWith = (name: string, json: unknown) =>
  server.files.set(`/elsewhere/${name}`, Buffer.from(JSON.stringify(json)));

async function json(path: string) {
  const answer = await fetch(server.url + path);
  const body = answer.status === 204 ? null : await answer.json();
  return { status: answer.status, body: body as { delta?: { from_version: string } } | null };
}

describe("the simulator of Squirrel.Mac", () => {
  const ask = (setting: Parameters<typeof squirrelMacClient>[0], app = MAC) =>
    squirrelMacClient(setting).ask({ server: server.url, organization: ACME.id }, app);
  const update = () => ({ url: `${server.url}/elsewhere/App.zip`, name: "46.0.0" });

  test("installs whatever it is given, the same and older versions too", async () => {
    server.files.set("/elsewhere/App.zip", Buffer.from("older"));
    answerWith("older", update());
    expect(bytesOf(await ask(elsewhere("older")))).toBe("older");
  });

  test("with serverType json stays on what is the same or older, by the numbers in the text", async () => {
    server.files.set("/elsewhere/App.zip", Buffer.from("newer"));
    const list = (currentRelease: string) => ({
      currentRelease,
      releases: [{ version: "46.10.0", updateTo: { ...update(), name: "46.10.0" } }],
    });
    answerWith("list", list("46.10.0"));
    const json = { serverType: "json", ...elsewhere("list") } as const;
    expect(bytesOf(await ask(json))).toBe("newer");
    expect(await ask(json, { ...MAC, version: "46.10.0" } as never)).toEqual({ kind: "stay" });
    answerWith("list", list("46.0.9"));
    expect(await ask(json)).toEqual({ kind: "stay" });
    answerWith("list", list("46.11.0"));
    expect((await ask(json)).kind).toBe("error");
    expect((await ask({ serverType: "json", ...elsewhere("missing") })).kind).toBe("error");
  });

  test.each([
    ["46.10.1", "46.9.9", 1],
    ["46.10.1", "46.10.1.5", -1],
    ["46.10.1-5", "46.10.1.5", -1],
    ["46.2.0", "46.2.0", 0],
    ["46.2", "0", 1],
  ])("takes %s against %s for %i", (a, b, order) => {
    expect(Math.sign(compareNumeric(a, b))).toBe(order);
  });

  test("takes an address that is none for an error, and a date with a fraction for none", () => {
    expect(() => parseUpdate({ url: "/builds/App.zip" })).toThrow("valid updateURL");
    expect(() => parseUpdate({})).toThrow();
    const url = "https://updates.example.org/App.zip";
    expect(parseUpdate({ url, pub_date: "2026-02-01T00:00:00.000Z" }).publishedAt).toBeNull();
    expect(parseUpdate({ url, pub_date: "2026-02-01T00:00:00+00:00" }).publishedAt).toEqual(
      new Date(at("2026-02-01")),
    );
  });

  test("refuses, since Electron verifies them, another size and other bytes; before, another signature", async () => {
    server.files.set("/elsewhere/App.zip", Buffer.from("bytes"));
    for (const declared of [{ size: 4 }, { sha256: "00" }]) {
      answerWith("declared", { ...update(), ...declared });
      expect((await ask({ verifies: true, ...elsewhere("declared") })).kind).toBe("error");
      expect((await ask(elsewhere("declared"))).kind).toBe("update");
      expect((await ask({ signature: "signed", ...elsewhere("declared") })).kind).toBe("error");
    }
  });
});

describe("the feed of Squirrel.Mac", () => {
  const path = `/feeds/squirrel-mac/${ACME.id}`;

  test("is the update with its date, notes, size and digest, at an absolute address", async () => {
    const newest = zip("newest");
    const { release, builds } = released("46.2.0.7", newest);
    server.publish({ release: { ...release, notes: 'Said "new"' }, builds });
    const update = {
      url: `${server.url}/builds/${newest.sha256}/App.zip`,
      name: "46.2.0.7",
      version: "46.2.0.7",
      notes: 'Said "new"',
      pub_date: "2026-02-01T00:00:00+00:00",
      sha256: newest.sha256,
      size: 6,
    };
    expect(await json(`${path}?version=46.1.0&arch=arm64`)).toEqual({ status: 200, body: update });
    const list = { currentRelease: "46.2.0.7", releases: [{ version: "46.2.0.7", updateTo: update }] };
    for (const file of ["releases.json", "RELEASES.json"]) {
      const answer = await json(`${path}/version/46.1.0/arch/arm64/${file}`);
      expect(answer).toEqual({ status: 200, body: list });
    }
    expect(parseUpdate(update).publishedAt).toEqual(new Date(at("2026-02-01")));
  });

  test("is 204 without the version that runs, as the updater would go down (R5)", async () => {
    server.publish(released("46.2.0.7", zip("newest")));
    expect(await json(`${path}?arch=arm64`)).toEqual({ status: 204, body: null });
    expect(await json(`${path}/releases.json?arch=arm64`)).toMatchObject({ body: { currentRelease: "0" } });
    const unsaid = squirrelMacClient({
      serverType: "json",
      address: () => `${server.url}${path}/releases.json`,
    });
    expect(await unsaid.ask({ server: server.url, organization: ACME.id }, MAC)).toEqual({ kind: "stay" });
  });

  test("names what runs as the app wrote it, with which it compares the text", async () => {
    server.publish();
    for (const version of ["46.1.0-5", "46.1.0.5", "3.0.0-rc.2.7", "v46.1"]) {
      const { body } = await json(`${path}/releases.json?version=${version}`);
      expect(body).toEqual({ currentRelease: version, releases: [] });
    }
  });

  test("has the delta that begins with what runs, for apps that verify it", async () => {
    const companions = [
      keptDelta(server, "from 46.0", { from: "46.0.0", fileName: "46.0.delta" }),
      keptDelta(server, "from 46.1", { from: "46.1.0", fileName: "46.1.delta" }),
    ];
    server.publish(released("46.2.0.7", zip("newest", { companions })), released("46.1.0", zip("older")));
    const { body } = await json(`${path}?version=46.1.0&arch=arm64`);
    const delta = companions[1];
    expect(body?.delta).toEqual({
      from_version: "46.1.0",
      url: `${server.url}/builds/${delta?.sha256}/46.1.delta`,
      sha256: delta?.sha256,
      size: delta?.size,
    });
    const client = squirrelMacClient({ verifies: true, bundleVersion: "46.1.0" });
    const ask = () => client.ask({ server: server.url, organization: ACME.id }, MAC);
    expect(bytesOf(await ask())).toBe("from 46.1");
    server.files.set(delta?.sha256 ?? "", Buffer.from("tampered"));
    expect(bytesOf(await ask())).toBe("newest");
    expect((await json(`${path}?version=45.0.0&arch=arm64`)).body?.delta).toBeUndefined();
  });

  test("has the delta that begins with the bundle version of what runs", async () => {
    const companions = [keptDelta(server, "from 1234", { from: "1234" })];
    const older = zip("older", { updaters: { sparkle: { bundleVersion: "1234" } } });
    server.publish(released("46.2.0.7", zip("newest", { companions })), released("46.1.0", older));
    const { body } = await json(`${path}?version=46.1.0&arch=arm64`);
    expect(body?.delta?.from_version).toBe("1234");
  });
});

describe("the simulator of Electron's updater for MSIX", () => {
  const ask = (setting: Parameters<typeof msixClient>[0]) =>
    msixClient(setting).ask({ server: server.url, organization: ACME.id }, WIN);

  test("takes an address that ends in .msix for the package, and refuses files that do not", async () => {
    server.files.set("/elsewhere/App.msix", Buffer.from("package"));
    expect(bytesOf(await ask(elsewhere("App.msix")))).toBe("package");
    server.files.set("/elsewhere/App.appx", Buffer.from("package"));
    answerWith("feed", { url: `${server.url}/elsewhere/App.appx` });
    expect((await ask(elsewhere("feed"))).kind).toBe("error");
    answerWith("feed", { url: `${server.url}/moved/App.msix` });
    expect(bytesOf(await ask(elsewhere("feed")))).toBe("package");
  });

  test("installs what it is given, unless Windows has something higher and the app does not allow it", async () => {
    server.files.set("/elsewhere/App.msix", Buffer.from("package\n46.0.0.0"));
    answerWith("feed", { url: `${server.url}/elsewhere/App.msix` });
    const packageVersion = "46.1.0.0";
    expect((await ask({ packageVersion, ...elsewhere("feed") })).kind).toBe("error");
    expect((await ask({ packageVersion, allowAnyVersion: true, ...elsewhere("feed") })).kind).toBe("update");
  });

  test("compares, in a list, each part as a number, and goes down where the app allows it", async () => {
    expect([compare("46.1-38083", "46.1.5"), compare("46.10", "46.9"), compare("46.1", "46.1.0.0")]).toEqual([
      -1, 1, 0,
    ]);
    server.files.set("/elsewhere/App.msix", Buffer.from("package"));
    const updateTo = { url: `${server.url}/elsewhere/App.msix` };
    answerWith("feed", { currentRelease: "46.0", releases: [{ version: "46.0", updateTo }] });
    expect((await ask(elsewhere("feed"))).kind).toBe("stay");
    expect((await ask({ allowAnyVersion: true, ...elsewhere("feed") })).kind).toBe("update");
  });
});

describe("the feed of Electron's updater for MSIX", () => {
  const path = `/feeds/msix/${ACME.id}`;
  const updaters = { msix: { name: "Acme.App", publisher: "CN=Acme", version: "46.2.0.0" } };
  const msix = (change: Partial<Build> = {}) =>
    kept(server, "package\n46.2.0.0", { ...WIN, format: "msix", fileName: "App.msix", updaters, ...change });
  const ask = (version: string) =>
    msixClient({ allowAnyVersion: true }).ask(
      { server: server.url, organization: ACME.id },
      { ...WIN, version },
    );

  test("is asked with HEAD first, then names the package with the version of its identity", async () => {
    server.publish(released("46.2.0.70000", msix()));
    expect(await json(`${path}?version=46.1.0`)).toMatchObject({
      body: { name: "46.2.0.70000", version: "46.2.0.0" },
    });
    server.requests.length = 0;
    expect((await ask("46.1.0")).kind).toBe("update");
    expect(server.requests.map((one) => one.split(/[?/]/, 2).join("/").trim().split(" ")[0])).toEqual([
      "HEAD",
      "GET",
      "HEAD",
      "GET",
    ]);
  });

  test("takes the version of the package for the release that it is", async () => {
    server.publish(released("46.2.0.70000", msix()));
    expect(await ask("46.2.0.0")).toEqual({ kind: "stay" });
    expect(server.check({ updater: "msix", ...WIN, version: "46.2.0.0" }).action).toBe("stay");
    expect(await ask("46.1.9.9")).toMatchObject({ kind: "update" });
  });

  test("is 204 without the version that runs (R5)", async () => {
    server.publish(released("46.2.0.70000", msix()));
    expect(await json(path)).toEqual({ status: 204, body: null });
  });

  test.each([
    ["a file of another ending", { fileName: "App.appx" }],
    ["an address of another ending", { url: "https://cdn.example.org/download?file=App.msix", sha256: null }],
  ])("stays where the build is %s, which the updater would refuse", async (_what, change) => {
    server.publish(released("46.2.0.70000", msix(change)));
    expect(await ask("46.1.0")).toEqual({ kind: "stay" });
    const { reasons } = server.check({ updater: "msix", ...WIN });
    expect(reasons.map(({ code }) => code)).toContain("build_lacks_signature");
  });
});
