import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import type { Architecture } from "../../src/catalog/platform.ts";
import type { Release } from "../../src/catalog/release.ts";
import type { UpdaterDetails } from "../../src/catalog/updaters.ts";
import { makeMsix, newPublisherKey, readMsix } from "../support/msix.ts";
import { anOrganization, aRelease, at } from "../support/records.ts";
import { AppInstallerClient } from "./clients/appinstaller-client.ts";
import type { InstalledApp, Outcome } from "./clients/updater-client.ts";
import { aBuild } from "./feed-server.ts";
import { type ProtocolServer, startProtocolServer } from "./protocol-server.ts";

const ACME = anOrganization({ name: "Acme" });
const KEY = newPublisherKey();
const APP = { name: "Acme.App", publisher: 'CN=Acme "& Sons", O=Acme' };

let server: ProtocolServer;
beforeAll(async () => {
  server = await startProtocolServer();
});
afterAll(() => server.close());
beforeEach(() => server.instead.clear());

interface Msix {
  readonly version?: string;
  readonly arch?: Architecture;
  readonly architecture?: UpdaterDetails["msix"]["architecture"];
  readonly change?: Partial<Build>;
}

/** A release that is out, with a package for each description. */
function published(written: string, packages: readonly Msix[] = [{}], change: Partial<Release> = {}) {
  const release = aRelease(written, { automaticAt: at("2026-02-01"), state: "published", ...change });
  return { release, builds: packages.map((one) => toBuild(release, written, one)) };
}

function toBuild({ id: releaseId }: Release, written: string, msix: Msix): Build {
  const { version = written, arch = "x64", architecture, change } = msix;
  const bytes = packageOf(version, architecture ?? arch);
  const build = aBuild(bytes, {
    ...{ releaseId, platform: "win", arch, format: "msix", fileName: "App.msix", addedAt: at("2026-01-01") },
    updaters: { msix: { ...APP, version, architecture } },
    ...change,
  });
  if (build.sha256 !== null) server.files.set(build.sha256, bytes);
  return build;
}

const packageOf = (version: string, architecture: string) =>
  makeMsix({ ...APP, version, architecture }, "the app", KEY.privateKey);

function publish(...all: ReturnType<typeof published>[]): void {
  server.publish({
    organizations: [ACME],
    releases: all.map(({ release }) => release),
    builds: all.flatMap(({ builds }) => builds),
  });
}

const app = (version: string, arch: Architecture = "x64"): InstalledApp => ({
  platform: "win",
  arch,
  version,
});
type Setting = Partial<ConstructorParameters<typeof AppInstallerClient>[0]>;

const newClient = (setting: Setting = {}) =>
  new AppInstallerClient({
    readPackage: (bytes) => readMsix(bytes, KEY.publicKey),
    installed: APP,
    ...setting,
  });

function ask(installed: InstalledApp, setting: Setting = {}, organization = ACME.id): Promise<Outcome> {
  return newClient(setting).ask({ server: server.url, organization }, installed);
}

const STAY: Outcome = { kind: "stay" };
const update = (version: string, architecture = "x64"): Outcome => ({
  kind: "update",
  version,
  bytes: packageOf(version, architecture),
});

const PATH = "/arch/x64/version/46.9.0.0/App.appinstaller";
const addressOf = (path: string) => `/feeds/appinstaller/${ACME.id}${path}`;
const get = (path = PATH, init?: RequestInit) => fetch(server.url + addressOf(path), init);
const textOf = async (path?: string) => (await get(path)).text();

describe("App Installer", () => {
  test("installs the decided package for its architecture", async () => {
    publish(published("46.9.0.0"), published("46.10.1.38083", [{}, { arch: "arm64" }]));
    expect(await ask(app("46.9.0.0"))).toEqual(update("46.10.1.38083"));
    expect(await ask(app("46.9.0.0", "arm64"))).toEqual(update("46.10.1.38083", "arm64"));
  });

  test("installs what the package calls itself where the release's numbers are too high for Windows", async () => {
    publish(published("46.10.1.70000", [{ version: "46.10.1.0" }]));
    expect(await ask(app("46.9.0.0"))).toEqual(update("46.10.1.0"));
    expect(await ask(app("46.10.1.70000"), { msixVersion: "46.10.1.0" })).toEqual(STAY);
  });

  test("stays on what it may run, on something newer, and where nothing may be run", async () => {
    publish(published("46.9.0.0"), published("46.10.0.0"));
    expect(await ask(app("46.10.0.0"))).toEqual(STAY);
    expect(await ask(app("46.11.0.0"))).toEqual(STAY);
    publish(published("46.10.0.0", [{}], { automaticAt: at("2026-04-01") }));
    expect(await ask(app("46.9.0.0"))).toEqual(STAY);
    expect(await ask(app("46.9.0.0"), { path: () => "/App.appinstaller" })).toEqual(STAY);
  });

  test("is told of the package that runs where it stays, so that the same link installs it on a new machine", async () => {
    publish(published("46.9.0.0"), published("46.10.0.0", [{}], { state: "paused" }));
    expect(await textOf()).toContain('Version="46.9.0.0"');
    expect(await ask(app("46.9.0.0"))).toEqual(STAY);
    expect(await ask(app("46.9.0.0"), { msixVersion: "0.0.0.0" })).toEqual(update("46.9.0.0"));
  });

  test("stays on what it got meanwhile, though its address still says the version that was installed first", async () => {
    publish(published("46.9.0.0"), published("46.10.0.0"), published("46.11.0.0"));
    const first = { path: () => PATH };
    expect(await ask(app("46.11.0.0"), first)).toEqual(STAY);
    publish(published("46.9.0.0"), published("46.10.0.0"), published("46.11.0.0", [{}], { state: "paused" }));
    expect(await ask(app("46.11.0.0"), first)).toEqual(STAY);
    expect(await ask(app("46.9.0.0"), first)).toEqual(update("46.10.0.0"));
  });

  test("is never told of an older release whose package has a higher version: Windows would take it for newer (R5)", async () => {
    const wrong = published("46.9.0.0", [{ version: "46.99.0.0" }]);
    publish(wrong, published("46.10.0.0", [{}], { state: "paused" }));
    expect(await ask(app("46.10.0.0"), { path: () => PATH })).toEqual(STAY);
    expect(await ask(app("46.10.0.0"), { path: () => "/App.appinstaller" })).toEqual(STAY);
    expect((await get()).headers.get("sluice-reasons")).toContain("already_on_newest");
    const reasons = (await get("/App.appinstaller")).headers.get("sluice-reasons");
    expect(reasons).toContain("build_lacks_signature");
  });

  test("is not offered a package of which nobody said the identity", async () => {
    publish(published("46.9.0.0"), published("46.10.0.0", [{ change: { updaters: {} } }]));
    expect(await ask(app("46.9.0.0"))).toEqual(STAY);
    expect((await get()).headers.get("sluice-reasons")).toContain("build_lacks_signature");
  });

  test.each([
    ["a bundle", { change: { fileName: "App.msixbundle", format: "msixbundle" } }],
    ["a bundle that was given as msix", { change: { fileName: "App.msixbundle" } }],
    ["a package for x86", { architecture: "x86" }],
    ["a package for every architecture", { architecture: "neutral" }],
  ] as const)("installs %s", async (_what, msix) => {
    publish(published("46.10.0.0", [msix]));
    const architecture = "architecture" in msix ? msix.architecture : "x64";
    expect(await ask(app("46.9.0.0"))).toEqual(update("46.10.0.0", architecture));
  });

  test("gets a package that is hosted elsewhere from there", async () => {
    const url = `${server.url}/builds/there/App.msix`;
    server.files.set("there", packageOf("46.10.0.0", "x64"));
    publish(published("46.10.0.0", [{ change: { sha256: null, url } }]));
    expect(await ask(app("46.9.0.0"))).toEqual(update("46.10.0.0"));
  });

  test("is answered for an unknown organization by the vendor default (R21), and not without one", async () => {
    publish(published("46.10.0.0"));
    expect(await ask(app("46.9.0.0"), {}, randomUUID())).toEqual(update("46.10.0.0"));
    for (const lost of ["App.appinstaller", "arch/x64/App.appinstaller", "version/46.9/App.appinstaller"]) {
      expect((await fetch(`${server.url}/feeds/appinstaller/${lost}`)).status, lost).toBe(404);
    }
    expect((await get("/App.msix")).status).toBe(404);
  });

  test("is answered behind a proxy that serves the server under a path, with the address that it asked", async () => {
    const behind = await startProtocolServer("/apps/sluice");
    const { release, builds } = published("46.10.0.0");
    behind.publish({ releases: [release], builds });
    for (const [digest, bytes] of server.files) behind.files.set(digest, bytes);
    const asked = { server: behind.url, organization: ACME.id };
    expect(await newClient().ask(asked, app("46.9.0.0"))).toEqual(update("46.10.0.0"));
    const address = `${behind.url}${addressOf(PATH)}?user=${randomUUID()}&channel=a%20b`;
    const text = await (await fetch(address)).text();
    expect(text).toContain(`Uri="${address.replace("&", "&amp;")}"`);
    await behind.close();
  });

  test("asks with other machines' architectures and formats and is told of nothing newer", async () => {
    publish(published("46.9.0.0"), published("46.10.0.0"));
    for (const said of ["/arch/x86", "/arch/arm", "/format/exe"]) {
      const text = await textOf(`${said}/version/46.9.0.0/App.appinstaller`);
      expect(text, said).toContain('Version="0.0.0.1"');
    }
  });
});

describe("what App Installer trips over", () => {
  test("the file is as long for every answer, as Windows asks for as many bytes as the last time", async () => {
    const client = newClient();
    const asked = { server: server.url, organization: ACME.id };
    const path = { path: () => PATH };
    publish(published("46.9.0.0"));
    const remembering = newClient(path);
    expect(await remembering.ask(asked, app("46.9.0.0"))).toEqual(STAY);
    publish(
      published("46.9.0.0"),
      published("46.10.0.0", [{ change: { fileName: `${"long".repeat(15)}.msix` } }]),
    );
    expect(await remembering.ask(asked, app("46.9.0.0"))).toEqual(update("46.10.0.0"));
    expect(await client.ask(asked, app("46.9.0.0"))).toEqual(update("46.10.0.0"));
    expect(new TextEncoder().encode(await textOf())).toHaveLength(4096);
  });

  test("a longer file would be cut, which the simulator shows", async () => {
    publish(published("46.9.0.0"));
    const remembering = newClient({ path: () => PATH });
    const asked = { server: server.url, organization: ACME.id };
    expect(await remembering.ask(asked, app("46.9.0.0"))).toEqual(STAY);
    publish(
      published("46.10.0.0", [{ change: { url: `https://example.org/${"a".repeat(4000)}/App.msix` } }]),
    );
    expect(await remembering.ask(asked, app("46.9.0.0"))).toMatchObject({
      kind: "error",
      message: expect.stringContaining("ends too early"),
    });
  });

  test("HEAD has the length, parts are given, and a file that is known is answered with 304", async () => {
    publish(published("46.10.0.0"));
    const [whole, head] = [await get(), await get(PATH, { method: "HEAD" })];
    for (const name of ["content-length", "content-type", "etag", "accept-ranges", "cache-control"]) {
      expect(head.headers.get(name), name).toBe(whole.headers.get(name));
    }
    expect(head.headers.get("content-length")).toBe("4096");
    const text = await whole.text();
    const part = await get(PATH, { headers: { range: "bytes=10-19" } });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 10-19/4096",
      text.slice(10, 20),
    ]);
    const etag = whole.headers.get("etag") ?? "";
    const status = async (headers: Record<string, string>) => (await get(PATH, { headers })).status;
    expect(await status({ "if-none-match": etag })).toBe(304);
    expect(await status({ range: "bytes=10-19", "if-range": etag })).toBe(206);
    expect(await status({ range: "bytes=10-19", "if-range": '"another"' })).toBe(200);
    expect(await status({ range: "bytes=5000-" })).toBe(416);
    expect(await status({ range: "bytes=0-1,4-5" })).toBe(200);
  });

  test("the file never lets Windows go down, and says so in nothing else", async () => {
    publish(published("46.10.0.0"));
    const text = await textOf();
    expect(text).not.toContain("ForceUpdateFromAnyVersion");
    expect(text.slice(0, text.indexOf("<!--"))).toBe(`<?xml version="1.0" encoding="utf-8"?>
<AppInstaller xmlns="http://schemas.microsoft.com/appx/appinstaller/2017/2" Version="46.10.0.0" Uri="${server.url}${addressOf(PATH)}">
  <MainPackage Name="Acme.App" Publisher="CN=Acme &quot;&amp; Sons&quot;, O=Acme" Version="46.10.0.0" ProcessorArchitecture="x64" Uri="${server.url}/builds/${server.context().fleet.calendar[0]?.builds[0]?.sha256}/App.msix"/>
  <UpdateSettings>
    <OnLaunch HoursBetweenUpdateChecks="8"/>
    <AutomaticBackgroundTask/>
  </UpdateSettings>
</AppInstaller>
`);
  });

  test("where no package is known at all there is no file: nothing could be named", async () => {
    publish(published("46.10.0.0", [{ change: { updaters: {} } }]));
    expect((await get()).status).toBe(404);
  });
});

describe("a wrong answer is found out by the simulator", () => {
  const wrong = async (change: (text: string) => string, running = "46.9.0.0", setting: Setting = {}) => {
    publish(published("46.9.0.0"), published("46.10.0.0"));
    const path = "/version/46.9.0.0/App.appinstaller";
    server.instead.set(addressOf(path), change(await textOf(path)));
    server.insteadHeaders = { "content-type": "application/appinstaller", "accept-ranges": "bytes" };
    return ask(app(running), { path: () => path, ...setting });
  };

  test("a package of other bytes", async () => {
    publish(published("46.10.0.0"));
    const [sha256 = ""] = server.context().fleet.calendar.flatMap(({ builds }) => builds[0]?.sha256 ?? []);
    const bytes = Buffer.from(packageOf("46.10.0.0", "x64"));
    bytes.write("THE APP", bytes.indexOf("the app"));
    server.files.set(sha256, bytes);
    expect(await ask(app("46.9.0.0"))).toMatchObject({
      kind: "error",
      message: expect.stringContaining("not as the block map says"),
    });
    const other = makeMsix(
      { ...APP, version: "46.10.0.0", architecture: "x64" },
      "",
      newPublisherKey().privateKey,
    );
    server.files.set(sha256, other);
    expect(await ask(app("46.9.0.0"))).toMatchObject({
      kind: "error",
      message: expect.stringContaining("no right signature"),
    });
  });

  test.each([
    ["another publisher", (text: string) => text.replace("CN=Acme", "CN=Ecma"), "another package"],
    [
      "another version than the package",
      (text: string) => text.replaceAll("46.10.0.0", "46.12.0.0"),
      "0x80080203",
    ],
    ["a version of three numbers", (text: string) => text.replaceAll("46.10.0.0", "46.10.0"), "no version"],
    ["a version over 65535", (text: string) => text.replaceAll("46.10.0.0", "46.10.0.70000"), "no version"],
    ["a machine that it is not", (text: string) => text.replace('"x64"', '"arm64"'), "does not run here"],
    ["a file that was cut", (text: string) => text.slice(0, 500), "ends too early"],
  ])("%s", async (_what, change, message) => {
    expect(await wrong(change)).toMatchObject({ kind: "error", message: expect.stringContaining(message) });
  });

  test("a file that lets Windows go down", async () => {
    const down = (text: string) =>
      text.replace(
        "<AutomaticBackgroundTask/>",
        "<ForceUpdateFromAnyVersion>true</ForceUpdateFromAnyVersion>",
      );
    expect(await wrong((text) => text, "46.11.0.0")).toEqual(STAY);
    expect(await wrong(down, "46.11.0.0")).toMatchObject({ kind: "update", version: "46.10.0.0" });
  });
});

test("the example's address is one by which a computer is updated", async () => {
  const script = readFileSync(join(import.meta.dirname, "../../examples/appinstaller/install.ps1"), "utf8");
  const [, path = ""] = /updates\.example\.org\/feeds\/appinstaller\/ORGANIZATION([^"]+)"/.exec(script) ?? [];
  publish(published("46.10.0.0"));
  expect(await ask(app("46.9.0.0"), { path: () => path })).toEqual(update("46.10.0.0"));
  expect(await ask(app("46.10.0.0"), { path: () => path })).toEqual(STAY);
});
