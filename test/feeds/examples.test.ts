import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import { UPDATERS, type Updater } from "../../src/catalog/updaters.ts";
import { SETUPS } from "../../src/feeds/setup/setups.ts";
import { electronClientWith } from "./clients/electron-client.ts";
import { msixClient } from "./clients/msix-client.ts";
import { squirrelMacClient } from "./clients/squirrel-mac-client.ts";
import { squirrelWindowsClient } from "./clients/squirrel-windows-client.ts";
import type { InstalledApp, UpdaterClient } from "./clients/updater-client.ts";
import { realVelopackClient } from "./clients/velopack-client.ts";
import { velopackSimulator } from "./clients/velopack-simulator.ts";
import { ACME, type FeedsServer, kept, released, startFeedsServer } from "./feeds-server.ts";

const EXAMPLES_FOLDER = join(import.meta.dirname, "../../examples");

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
  const app = { isPackaged: true, getVersion: () => version, whenReady: async () => undefined };
  const autoUpdater = {
    on: () => undefined,
    checkForUpdates: () => undefined,
    checkForUpdatesAndNotify: () => undefined,
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
  if (address === undefined || !text.includes("/version/{version}")) return address;
  return `${address.replace("/version/{version}", "")}/version/${version}`;
};

interface Example {
  readonly file: string;
  readonly read: ReadAddress;
  readonly app: InstalledApp;
  readonly client: (address: () => string) => UpdaterClient;
  readonly build: Partial<Build>;
  readonly isStore?: boolean;
}

const FORGE = { file: "electron-forge/main.js", read: runElectron };
const EXAMPLES: readonly (Example & { readonly updater: Updater })[] = [
  {
    ...{ file: "electron-updater/main.js", updater: "electron", read: runElectron, app: X64 },
    build: { format: "exe", fileName: "App.exe" },
    client: (address) => electronClientWith({ address: address() }),
  },
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
    },
    client: (address) => velopackSimulator({ address, language: "dotnet", hasPackage: false }),
  },
];

test.each(EXAMPLES)("an app with the lines of examples/$file ($updater) is updated", async (example) => {
  const { file, read, app, client, build, isStore = false } = example;
  const text = readFileSync(join(EXAMPLES_FOLDER, file), "utf8");
  const address = read(text, app, isStore);
  const reached = address
    ?.replace("https://updates.example.org", server.url)
    .replace("ORGANIZATION", ACME.id);
  server.publish(released("46.2.0.7", kept(server, "newest", { ...app, ...build })));
  const feed = { server: server.url, organization: ACME.id };
  expect(await client(() => reached ?? "").ask(feed, app)).toMatchObject({ kind: "update" });
});

/** Where the examples are, and the name of an organization in them. */
const CONNECTED = {
  server: "https://updates.example.org",
  organization: "ORGANIZATION",
  user: null,
  key: null,
};

test.each(EXAMPLES)(
  "examples/$file has the address that the page tells developers of $updater",
  (example) => {
    const { file, updater, read, app, isStore = false } = example;
    const text = readFileSync(join(EXAMPLES_FOLDER, file), "utf8");
    const pages = SETUPS[updater].frameworks
      .flatMap((framework) => framework.files({ ...CONNECTED, ...app }))
      .filter(({ name }) => file.endsWith(name))
      .map((page) => read(page.text, app, isStore));
    expect(pages).toContain(read(text, app, isStore));
  },
);

/** The addresses of feeds in a text, each as its protocol and what it says, in whatever way the app fills that in. */
function saidIn(text: string): readonly string[] {
  const addresses = text.match(/\/feeds\/[a-z-]+\/[^"`<\n]*/g) ?? [];
  return addresses.map((address) => {
    const [, , protocol, , ...rest] = address.split(/[/?]/);
    const ending = /[^/?&=]*\.(?:xml|appinstaller)(?=\?|$)/.exec(address)?.[0] ?? "";
    const keys = [
      ...rest.join("/").matchAll(/(?:^|[/&])(user|version|platform|arch|target|bundle)(?=[/=])/g),
    ];
    // Who is signed in, an app says if it knows: the page knows when it is asked for a user.
    const said = keys.map(([, key = ""]) => key).filter((key) => key !== "user");
    return [protocol, ending, ...said.sort()].join(" ");
  });
}

/** The address of Electron Forge's example is put together by a program, so it is run, above. */
const RUN = ["electron-forge"];

describe("what the addresses of all examples, and of docs/updaters.md, say", () => {
  const folders = readdirSync(EXAMPLES_FOLDER, { withFileTypes: true }).filter((one) => one.isDirectory());
  const inExamples = folders
    .filter(({ name }) => !RUN.includes(name))
    .flatMap(({ name }) =>
      readdirSync(join(EXAMPLES_FOLDER, name)).map((file) => join(EXAMPLES_FOLDER, name, file)),
    )
    .concat(join(EXAMPLES_FOLDER, "../docs/updaters.md"))
    .flatMap((file) => saidIn(readFileSync(file, "utf8")));
  const onPage = Object.values(SETUPS)
    .flatMap(({ frameworks }) => frameworks)
    .flatMap((framework) => framework.files({ ...CONNECTED, ...X64 }))
    .flatMap(({ text }) => saidIn(text));

  test("is what the page tells developers", () => {
    expect(inExamples.filter((said) => !onPage.includes(said))).toEqual([]);
  });

  test("is all that the page tells developers, but for what is run above", () => {
    const isRun = (said: string) => /^(?:squirrel-mac|msix) /.test(said);
    expect(onPage.filter((said) => !inExamples.includes(said) && !isRun(said))).toEqual([]);
  });

  test("has every protocol, and the list of examples names each with its folder", () => {
    const list = readFileSync(join(EXAMPLES_FOLDER, "README.md"), "utf8");
    const named = list.split("\n").flatMap((line) => line.split("|")[3]?.match(/`([a-z-]+)`/g) ?? []);
    expect([...new Set(named)].sort()).toEqual(UPDATERS.map((updater) => `\`${updater}\``).sort());
    expect(folders.filter(({ name }) => !list.includes(`[${name}](${name})`))).toEqual([]);
  });
});
