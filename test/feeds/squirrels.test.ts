import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import type { Updater } from "../../src/catalog/updaters.ts";
import { msixClient } from "./clients/msix-client.ts";
import { squirrelMacClient } from "./clients/squirrel-mac-client.ts";
import { squirrelWindowsClient } from "./clients/squirrel-windows-client.ts";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./clients/updater-client.ts";
import { realVelopackClient } from "./clients/velopack-client.ts";
import { velopackSimulator } from "./clients/velopack-simulator.ts";
import { ACME, type FeedsServer, kept, released, startFeedsServer } from "./feeds-server.ts";

const NUPKG = { format: "nupkg", fileName: "App-46.2.0.7-full.nupkg" } as const;
const MSIX_IDENTITY = { name: "Acme.App", publisher: "CN=Acme", version: "46.2.0.7" };

/** A protocol with a client of it, and what its apps and builds look like. */
interface Protocol {
  readonly name: string;
  readonly client: UpdaterClient;
  readonly app: Omit<InstalledApp, "version">;
  readonly build: Partial<Build>;
  /** What a build lacks that its updater would refuse. */
  readonly lacking: Partial<Build> | null;
  /** The first thing that the updater asks, from the server on. */
  readonly asks: (organization: string, version: string) => string;
  /** Whether the client refuses other bytes than those of the feed. */
  readonly verifies: boolean;
  readonly spell: (dotted: string) => string;
}

const dotted = (text: string) => text;
const semver = (text: string) => text.replace(/^(\d+\.\d+\.\d+)\.(\d+)$/, "$1-$2");
const WIN = { platform: "win", arch: "x64" } as const;
const MAC = { platform: "mac", arch: "arm64" } as const;
const LINUX = { platform: "linux", arch: "x64" } as const;

const velopackAsks = (channel: string, pairs: string) => (organization: string, version: string) =>
  `/feeds/velopack/${organization}${pairs}/releases.${channel}.json?localVersion=${version}&id=App`;

const PROTOCOLS: readonly Protocol[] = [
  {
    name: "Squirrel.Windows",
    client: squirrelWindowsClient(),
    app: WIN,
    build: NUPKG,
    lacking: { proofs: {} },
    asks: (organization, version) =>
      `/feeds/squirrel-windows/${organization}/arch/x64/RELEASES?id=App&localVersion=${version}&arch=amd64`,
    verifies: true,
    spell: dotted,
  },
  {
    name: "Squirrel.Mac",
    client: squirrelMacClient({ verifies: true }),
    app: MAC,
    build: { format: "zip", fileName: "App.zip" },
    lacking: null,
    asks: (organization, version) => `/feeds/squirrel-mac/${organization}?version=${version}&arch=arm64`,
    verifies: true,
    spell: semver,
  },
  {
    name: "Squirrel.Mac with serverType json, as it was before it verified digests",
    client: squirrelMacClient({ serverType: "json", signature: "signed" }),
    app: MAC,
    build: { format: "zip", fileName: "App.zip" },
    lacking: null,
    asks: (organization, version) =>
      `/feeds/squirrel-mac/${organization}/releases.json?version=${version}&arch=arm64`,
    verifies: true,
    spell: semver,
  },
  {
    name: "Electron's updater for MSIX",
    client: msixClient({ signature: "signed", allowAnyVersion: true }),
    app: WIN,
    build: { format: "msix", fileName: "App.msix", updaters: { msix: MSIX_IDENTITY } },
    lacking: { updaters: {} },
    asks: (organization, version) => `/feeds/msix/${organization}?version=${version}&arch=x64`,
    verifies: true,
    spell: semver,
  },
  ...([WIN, MAC, LINUX] as const).map((app): Protocol => {
    const channel = { win: "win", mac: "osx", linux: "linux" }[app.platform];
    return {
      name: `the real Velopack on ${app.platform}, whose app allows downgrades`,
      client: realVelopackClient({ allowDowngrade: true }),
      app,
      build: NUPKG,
      lacking: { proofs: {} },
      asks: velopackAsks(channel, `/platform/${app.platform}/arch/${app.arch}`),
      verifies: false,
      spell: semver,
    };
  }),
  {
    name: "Velopack of 2026, whose app allows downgrades",
    client: velopackSimulator({ allowDowngrade: true }),
    app: LINUX,
    build: NUPKG,
    lacking: { proofs: {} },
    asks: velopackAsks("linux", "/platform/linux/arch/x64"),
    verifies: true,
    spell: semver,
  },
];

const NEWEST = "signed and whole, 46.2.0.7";

let server: FeedsServer;
let behindPath: FeedsServer;

beforeAll(async () => {
  server = await startFeedsServer();
  behindPath = await startFeedsServer("/apps/sluice");
  return async () => {
    await server.close();
    await behindPath.close();
  };
});

beforeEach(() => {
  server.requests.length = 0;
});

describe.each(PROTOCOLS)("$name", ({ client, app, build, lacking, asks, verifies, spell }) => {
  const publish = (change: Partial<Build> = {}, on = server) => {
    const newest = kept(on, NEWEST, { ...app, ...build, ...change });
    const older = kept(on, "signed and older", { ...app, ...build, fileName: `older-${build.fileName}` });
    on.publish(released("46.2.0.7", newest), released("46.1.0.5", older));
    return newest;
  };
  const ask = (version: string, change: Partial<FeedAddress> = {}): Promise<Outcome> =>
    client.ask({ server: server.url, organization: ACME.id, ...change }, { ...app, version: spell(version) });
  const check = (version: string) =>
    server.check({ updater: client.updater as Updater, ...app, version: spell(version) });
  const get = (version: string, more: RequestInit = {}, organization: string = ACME.id) =>
    fetch(server.url + asks(organization, spell(version)), { redirect: "manual", ...more });

  test("ends up with the release that the check names, byte by byte", async () => {
    publish();
    const outcome = await ask("46.1.0.5");
    expect(outcome).toMatchObject({ kind: "update", version: expect.stringMatching(/^46\.2\.0[.-]7$/) });
    expect(outcome.kind === "update" && Buffer.from(outcome.bytes).toString()).toBe(NEWEST);
    expect(check("46.1.0.5")).toMatchObject({ action: "update", version: "46.2.0.7" });
  });

  test.each(["46.2.0.7", "46.2.1.1", "47.0.0.0"])("stays on %s", async (version) => {
    publish();
    expect(await ask(version)).toEqual({ kind: "stay" });
    expect(check(version).action).toBe("stay");
  });

  test("stays, without an error, where there is nothing at all", async () => {
    server.publish();
    expect(await ask("46.1.0.5")).toEqual({ kind: "stay" });
  });

  test("stays where nothing is for its architecture", async () => {
    publish({ arch: app.arch === "x64" ? "arm64" : "x64" });
    expect(await ask("46.1.0.5")).toEqual({ kind: "stay" });
    expect((await get("46.1.0.5")).headers.get("sluice-reasons")).toContain("no_build_for_platform");
  });

  if (verifies)
    test("refuses bytes that are not those of the release", async () => {
      const newest = publish();
      server.files.set(newest.sha256 ?? "", Buffer.from(NEWEST.replace("signed", "SIGNED")));
      expect((await ask("46.1.0.5")).kind).toBe("error");
    });

  if (lacking !== null)
    test("stays where the build lacks what it needs, and the check says why", async () => {
      publish(lacking ?? {});
      expect(await ask("46.1.0.5")).toEqual({ kind: "stay" });
      const { action, reasons } = check("46.1.0.5");
      expect([action, reasons.map(({ code }) => code)]).toEqual([
        "stay",
        expect.arrayContaining(["build_lacks_signature"]),
      ]);
      const headers = (await get("46.1.0.5")).headers;
      expect(headers.get("sluice-reasons")).toContain("build_lacks_signature");
    });

  test("of an unknown organization gets the vendor default (R21)", async () => {
    publish();
    const organization = "00000000-0000-4000-8000-000000000000";
    expect(await ask("46.1.0.5", { organization })).toMatchObject({ kind: "update" });
    expect(await ask("46.1.0.5", { organization: ACME.id.toUpperCase() })).toMatchObject({ kind: "update" });
  });

  test("is refused where the address has lost the organization", async () => {
    publish();
    const { pathname, search } = new URL(asks(ACME.id, spell("46.1.0.5")), server.url);
    const file = pathname.split("/").at(-1);
    const lost =
      pathname.includes(".") || pathname.includes("RELEASES")
        ? `/feeds/${client.updater}/${file}${search}`
        : `/feeds/${client.updater}${search}`;
    expect((await fetch(server.url + lost)).status).toBe(404);
  });

  test("has other files refused, and a pair that is none", async () => {
    publish();
    for (const file of ["latest.yml", "colour/red", "version/46.1/App.msix", "App-47.0.0.1-full.nupkg"]) {
      const path = `/feeds/${client.updater}/${ACME.id}/${file}`;
      expect([file, (await fetch(server.url + path)).status]).toEqual([file, 404]);
    }
  });

  test("is answered alike by HEAD, and 304 for what it has", async () => {
    publish();
    const whole = await get("46.1.0.5");
    const head = await get("46.1.0.5", { method: "HEAD" });
    expect([head.status, await head.text(), head.headers.get("content-type")]).toEqual([
      200,
      "",
      whole.headers.get("content-type"),
    ]);
    expect(whole.headers.get("sluice-reasons")).toContain("newest_eligible");
    const tag = whole.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"/);
    expect((await get("46.1.0.5", { headers: { "if-none-match": tag } })).status).toBe(304);
  });

  test("behind a PUBLIC_URL with a path gets its file", async () => {
    publish({}, behindPath);
    expect(await ask("46.1.0.5", { server: behindPath.url })).toMatchObject({ kind: "update" });
  });

  test("gets a build that is hosted elsewhere", async () => {
    const path = `/elsewhere/46.2.0-7/${build.fileName}`;
    const newest = kept(server, NEWEST, { ...app, ...build });
    server.files.set(path, Buffer.from(NEWEST));
    const hosted = { ...newest, url: server.url + path.replace("elsewhere", "moved"), sha256: null };
    server.publish(released("46.2.0.7", hosted));
    expect(await ask("46.1.0.5")).toMatchObject({ kind: "update" });
  });

  test("of an app that calls itself by three numbers is not installed for ever", async () => {
    publish();
    expect(await ask("46.2.0")).toEqual({ kind: "stay" });
    expect(check("46.2.0").action).toBe("stay");
  });

  test("announces what the app of a build calls itself, and stays where that runs", async () => {
    publish({
      appVersion: "46.2.0",
      ...(client.updater === "msix" && { updaters: { msix: { ...MSIX_IDENTITY, version: "46.2.0.0" } } }),
    });
    expect(await ask("46.1.0.5")).toMatchObject({ kind: "update", version: "46.2.0" });
    expect(await ask("46.2.0")).toEqual({ kind: "stay" });
    expect(check("46.2.0").action).toBe("stay");
  });

  test("is not sent back from a version with a label (R27)", async () => {
    publish();
    expect(await ask("46.3.0-beta1")).toEqual({ kind: "stay" });
    expect(await ask("46.2.0-beta1")).toEqual({ kind: "stay" });
  });

  test("whose version cannot be read, or is said twice, stays", async () => {
    publish();
    const name = asks(ACME.id, "").includes("localVersion") ? "localVersion" : "version";
    for (const version of ["banana", `46.1.0.5&${name}=46.1.0.4`]) {
      const answer = await fetch(server.url + asks(ACME.id, version));
      const text = await answer.text();
      expect([answer.ok, text.includes("46.2.0")]).toEqual([true, false]);
      expect(answer.headers.get("sluice-reasons")).toContain("version_unreadable");
    }
  });

  test("may say what it is in pairs of the path, which take precedence", async () => {
    publish();
    const { pathname, search } = new URL(asks(ACME.id, spell("46.1.0.5")), server.url);
    const paired = pathname.replace(ACME.id, `${ACME.id}/VERSION/46.2.0.7/user/nobody`);
    const answer = await fetch(server.url + paired + search);
    expect(answer.headers.get("sluice-reasons")).toContain("already_on_newest");
    expect(answer.headers.get("cache-control")).not.toContain("public");
  });
});
