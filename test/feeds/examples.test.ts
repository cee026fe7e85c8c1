import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import type { Updater } from "../../src/catalog/updaters.ts";
import { SETUPS } from "../../src/feeds/setup/setups.ts";
import { msixClient } from "./clients/msix-client.ts";
import { squirrelMacClient } from "./clients/squirrel-mac-client.ts";
import { squirrelWindowsClient } from "./clients/squirrel-windows-client.ts";
import type { InstalledApp, UpdaterClient } from "./clients/updater-client.ts";
import { realVelopackClient } from "./clients/velopack-client.ts";
import { velopackSimulator } from "./clients/velopack-simulator.ts";
import { ACME, type FeedsServer, kept, released, startFeedsServer } from "./feeds-server.ts";

let server: FeedsServer;
beforeAll(async () => {
  server = await startFeedsServer();
  return server.close;
});

const WIN = { platform: "win", arch: "arm64", version: "46.1.0" } as const;
const X64 = { ...WIN, arch: "x64" } as const;
const MAC = { platform: "mac", arch: "arm64", version: "46.1.0" } as const;
const MSIX = {
  format: "msix",
  fileName: "App.msix",
  updaters: { msix: { name: "Acme.App", publisher: "CN=Acme", version: "46.2.0.7" } },
} as const;
const NUPKG = { format: "nupkg", fileName: "App-46.2.0.7-full.nupkg" } as const;

/** The addresses that the lines of an example, or of the page on which apps are connected, give to their updater. */
type ReadAddress = (text: string, app: InstalledApp, isStore: boolean) => string | undefined;

/** The address that the lines of a main process give to Electron. */
const runElectron: ReadAddress = (text, { platform, arch, version }, isStore) => {
  let url: string | undefined;
  const app = { isPackaged: true, getVersion: () => version };
  const autoUpdater = {
    on: () => undefined,
    checkForUpdates: () => undefined,
    setFeedURL: (given: { url: string }) => {
      url = given.url;
    },
  };
  const process = { platform: platform === "mac" ? "darwin" : "win32", arch, windowsStore: isStore };
  const run = new Function("require", "process", "setInterval", text);
  run(
    () => ({ app, autoUpdater }),
    process,
    () => undefined,
  );
  return url;
};

/** The address in a text of C# or JavaScript, with the version that it adds. */
const readText: ReadAddress = (text, { version }) => {
  const address = /"(https:\/\/updates\.example\.org\/feeds\/[^"]+)"/.exec(text)?.[1];
  return text.includes("/version/{version}") ? `${address}/version/${version}` : address;
};

interface Example {
  readonly file: string;
  readonly read: ReadAddress;
  readonly app: InstalledApp;
  readonly client: (address: () => string) => UpdaterClient;
  readonly build: Partial<Build>;
  readonly isStore?: boolean;
  /** Whether the page has the same lines; it cannot know what an app adds. */
  readonly isOnPage?: boolean;
}

const FORGE = { file: "electron-forge/main.js", read: runElectron };
const EXAMPLES: readonly (Example & { readonly updater: Updater })[] = [
  {
    ...{ ...FORGE, updater: "squirrel-mac", app: MAC, build: { format: "zip", fileName: "App.zip" } },
    client: (address) => squirrelMacClient({ address }),
  },
  {
    ...{ ...FORGE, updater: "squirrel-windows", app: WIN, build: NUPKG },
    client: (address) => squirrelWindowsClient({ address }),
  },
  {
    ...{ ...FORGE, updater: "msix", app: WIN, build: MSIX, isStore: true },
    client: (address) => msixClient({ address }),
  },
  {
    ...{
      file: "squirrel-windows/Program.cs",
      updater: "squirrel-windows",
      read: readText,
      app: X64,
      build: NUPKG,
    },
    client: (address) => squirrelWindowsClient({ address }),
  },
  {
    ...{ file: "velopack/main.js", updater: "velopack", read: readText, app: X64, build: NUPKG },
    client: (address) => realVelopackClient({ address }),
  },
  {
    ...{
      file: "velopack/Program.cs",
      updater: "velopack",
      read: readText,
      app: X64,
      build: NUPKG,
      isOnPage: false,
    },
    client: (address) => velopackSimulator({ address, language: "dotnet", hasPackage: false }),
  },
];

test.each(EXAMPLES)("an app with the lines of examples/$file ($updater) is updated", async (example) => {
  const { file, read, app, client, build, isStore = false } = example;
  const text = readFileSync(join(import.meta.dirname, "../../examples", file), "utf8");
  const address = read(text, app, isStore);
  const reached = address
    ?.replace("https://updates.example.org", server.url)
    .replace("ORGANIZATION", ACME.id);
  server.publish(released("46.2.0.7", kept(server, "newest", { ...app, ...build })));
  const feed = { server: server.url, organization: ACME.id };
  expect(await client(() => reached ?? "").ask(feed, app)).toMatchObject({ kind: "update" });
});

test.each(EXAMPLES.filter(({ isOnPage = true }) => isOnPage))(
  "examples/$file has the address that the page tells developers of $updater",
  ({ file, updater, read, app, isStore = false }) => {
    const text = readFileSync(join(import.meta.dirname, "../../examples", file), "utf8");
    const connected = { server: "https://updates.example.org", organization: "ORGANIZATION", user: null };
    const pages = SETUPS[updater].frameworks
      .flatMap((framework) => framework.files({ ...connected, ...app }))
      .filter(({ name }) => file.endsWith(name))
      .map((page) => read(page.text, app, isStore));
    expect(pages).toContain(read(text, app, isStore));
  },
);
