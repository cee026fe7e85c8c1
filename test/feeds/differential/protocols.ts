import { createHash } from "node:crypto";
import { newUpdaterKey } from "../../../src/api/updates/updater-keys.ts";
import { DEBIAN_ARCHITECTURES } from "../../../src/catalog/debian-package.ts";
import { PLATFORMS } from "../../../src/catalog/platform.ts";
import { formatSemver } from "../../../src/catalog/running-version.ts";
import { formatVersion } from "../../../src/catalog/version.ts";
import { AppInstallerClient, toFour } from "../clients/appinstaller-client.ts";
import { AptClient } from "../clients/apt-client.ts";
import { newSigningKey } from "../clients/ed25519.ts";
import { ELECTRON_CLIENT, electronClientWith } from "../clients/electron-client.ts";
import { newMinisignKey } from "../clients/minisign.ts";
import { msixClient } from "../clients/msix-client.ts";
import { omahaClient } from "../clients/omaha-client.ts";
import { sparkleClient } from "../clients/sparkle-client.ts";
import { squirrelMacClient } from "../clients/squirrel-mac-client.ts";
import { squirrelWindowsClient } from "../clients/squirrel-windows-client.ts";
import { TAURI_STATIC, tauriClient } from "../clients/tauri-client.ts";
import { tufClient } from "../clients/tuf-client.ts";
import type { UpdaterClient } from "../clients/updater-client.ts";
import { realVelopackClient } from "../clients/velopack-client.ts";
import { velopackSimulator } from "../clients/velopack-simulator.ts";
import { winSparkleClient } from "../clients/winsparkle-client.ts";
import { anOnlineKey, aRootKey, aTufRoot } from "../tuf-trust.ts";
import { OMAHA_ID } from "./played-world.ts";
import type { BuiltFile, Carried, ComparedProtocol } from "./protocol.ts";

const MINISIGN = newMinisignKey();
const ED = newSigningKey();

const TAURI: Omit<ComparedProtocol, "client"> = {
  formats: { win: "exe", mac: "app.tar.gz", linux: "appimage" },
  takesOneFormat: true,
  carry: ({ bytes, release, appVersion, variant }) => {
    const version = appVersion ?? formatSemver(release.version);
    const comment = variant % 2 === 0 ? "timestamp:1" : `timestamp:1\tversion:${version}`;
    return { updaters: { tauri: { signature: MINISIGN.sign(bytes, comment, variant % 3 === 0) } } };
  },
};

const ELECTRON: Omit<ComparedProtocol, "client"> = {
  formats: { win: "exe", mac: "zip", linux: "appimage" },
  takesOneFormat: true,
  saysInstallation: true,
  carry: () => ({}),
};

/** A package with its SHA-1, named as the tools of Squirrel and Velopack name it, or so that it must be named anew. */
function carryPackage({ bytes, release, variant }: BuiltFile): Carried {
  const sha1 = createHash("sha1").update(bytes).digest("hex");
  const version = variant % 2 === 0 ? formatVersion(release.version) : formatSemver(release.version);
  return { proofs: { sha1 }, fileName: `App-${version}-full.nupkg` };
}

const VELOPACK: Omit<ComparedProtocol, "client"> = {
  formats: { win: "nupkg", mac: "nupkg", linux: "nupkg" },
  carry: carryPackage,
};

const SQUIRREL_MAC: Omit<ComparedProtocol, "client"> = { formats: { mac: "zip" }, carry: () => ({}) };

/** The identity of a package has four numbers. */
function carryIdentity({ release }: BuiltFile): Carried {
  const version = [...release.version.parts, 0, 0].slice(0, 4).join(".");
  return { updaters: { msix: { name: "Acme.App", publisher: "CN=Acme", version } } };
}

const APT: ComparedProtocol = {
  formats: { linux: "deb" },
  // Each machine is a new one: worlds do not come in the order of their time, and apt passes over what is older.
  client: {
    updater: "apt",
    platforms: ["linux"],
    ask: (address, app) => new AptClient({ now: null, pairs: `/version/${app.version}` }).ask(address, app),
  },
  carry: (file) => {
    const control = `Package: app\nVersion: ${callsItself(file)}\nArchitecture: ${DEBIAN_ARCHITECTURES[file.arch]}\n`;
    return { updaters: { apt: { control } } };
  },
};

/** What the app of each package calls itself, by the version of the package in the present world. */
const CALLED_BY_MSIX = new Map<string, string>();

const WINDOWS = new AppInstallerClient({
  readPackage: () => null,
  callsItself: (version) => CALLED_BY_MSIX.get(version) ?? version,
});

const APP_INSTALLER: ComparedProtocol = {
  formats: { win: "msix" },
  client: {
    ...{ updater: "appinstaller", platforms: ["win"] },
    ask: async (address, app) => {
      const outcome = await WINDOWS.ask(address, app);
      // Where no package of the world has an identity there is none to be named: an error, with which Windows stays.
      const isWithout = outcome.kind === "error" && /404 .*[.]appinstaller$/.test(outcome.message);
      return isWithout ? { kind: "stay" } : outcome;
    },
  },
  carry: (file) => {
    const version = toFour(callsItself(file));
    CALLED_BY_MSIX.set(version, callsItself(file));
    return { updaters: { msix: { name: "Acme.App", publisher: "CN=Acme", version } } };
  },
};

function callsItself({ appVersion, release }: BuiltFile): string {
  return appVersion ?? formatVersion(release.version);
}

const TUF_KEY = anOnlineKey();
const TUF_ROOT = aTufRoot({ keys: [aRootKey()], online: [TUF_KEY] });
const OMAHA_KEY = await newUpdaterKey("omaha", TUF_KEY.createdAt);
const APT_KEY = await newUpdaterKey("apt", TUF_KEY.createdAt);
const KEYS = { tuf: [TUF_KEY], omaha: [OMAHA_KEY], apt: [APT_KEY] };

/** What signs the answers of the compared server. */
export const TRUSTED = {
  feedKeys: async (purpose: keyof typeof KEYS) => KEYS[purpose],
  tufRoots: async () => [TUF_ROOT],
};

/** An app that was just installed each time, with its clock right: the worlds lie in any order of time. */
const NEW_TUF_APP: UpdaterClient = {
  updater: "tuf",
  platforms: PLATFORMS,
  ask: async (address, app) => {
    const at = `${address.server}/feeds/tuf/${address.organization}/metadata/timestamp.json`;
    const { version } = JSON.parse(await (await fetch(at)).text()).signed;
    const client = tufClient({ root: TUF_ROOT.metadata, now: () => version * 1000 });
    const outcome = await client.ask(address, app);
    client.close();
    return outcome;
  },
};

const omaha = (protocol: "3.1" | "4.0"): ComparedProtocol => ({
  formats: { win: "exe", mac: "dmg", linux: "deb" },
  carry: () => ({}),
  client: omahaClient({ appId: OMAHA_ID, protocol, key: { pem: OMAHA_KEY.publicKey, number: 1 } }),
});

/** Every protocol that is compared; a new one is added here with its client. */
export const COMPARED: Readonly<Record<string, ComparedProtocol>> = {
  electron: { ...ELECTRON, client: ELECTRON_CLIENT },
  "electron in an app that sets a channel, and so goes back": {
    ...ELECTRON,
    client: electronClientWith({ channel: "beta" }),
  },
  tauri: { ...TAURI, client: tauriClient({ publicKey: MINISIGN.publicKey }) },
  "tauri static": {
    ...TAURI,
    client: tauriClient({ publicKey: MINISIGN.publicKey, endpoint: TAURI_STATIC }),
  },
  sparkle: {
    client: sparkleClient({ publicKey: ED.publicKey }),
    formats: { mac: "zip" },
    carry: ({ bytes, variant }) => ({
      updaters: {
        sparkle: {
          edSignature: ED.sign(bytes).toString("base64"),
          ...(variant === 1 && { minimumSystemVersion: "10.13", shortVersion: "Spring" }),
        },
      },
    }),
  },
  winsparkle: {
    client: winSparkleClient({ publicKey: ED.publicKey }),
    formats: { win: "exe" },
    carry: ({ bytes, variant }) => ({
      updaters: {
        winsparkle: {
          edSignature: ED.sign(bytes).toString("base64"),
          ...(variant === 1 && { installerArguments: '/S "&"' }),
        },
      },
    }),
  },
  "squirrel-windows": {
    formats: { win: "nupkg" },
    carry: carryPackage,
    client: squirrelWindowsClient(),
  },
  "squirrel-mac": { ...SQUIRREL_MAC, client: squirrelMacClient({ verifies: true }) },
  "squirrel-mac json": { ...SQUIRREL_MAC, client: squirrelMacClient({ serverType: "json" }) },
  msix: { formats: { win: "msix" }, carry: carryIdentity, client: msixClient({ allowAnyVersion: true }) },
  velopack: { ...VELOPACK, client: realVelopackClient({ allowDowngrade: true }) },
  "velopack of 2026": { ...VELOPACK, client: velopackSimulator({ allowDowngrade: true }) },
  appinstaller: APP_INSTALLER,
  apt: APT,
  tuf: {
    formats: { win: "exe", mac: "zip", linux: "appimage" },
    carry: () => ({}),
    client: NEW_TUF_APP,
  },
  "omaha 3.1": omaha("3.1"),
  "omaha 4.0": omaha("4.0"),
};
