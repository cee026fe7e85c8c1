import { DEBIAN_ARCHITECTURES } from "../../../src/catalog/debian-package.ts";
import { formatSemver } from "../../../src/catalog/running-version.ts";
import { formatVersion } from "../../../src/catalog/version.ts";
import { AppInstallerClient, toFour } from "../clients/appinstaller-client.ts";
import { AptClient } from "../clients/apt-client.ts";
import { newMinisignKey } from "../clients/minisign.ts";
import { TAURI_STATIC, tauriClient } from "../clients/tauri-client.ts";
import type { BuiltFile, ComparedProtocol } from "./protocol.ts";

const MINISIGN = newMinisignKey();

const TAURI: Omit<ComparedProtocol, "client"> = {
  formats: { win: "exe", mac: "app.tar.gz", linux: "appimage" },
  takesOneFormat: true,
  carry: ({ bytes, release, appVersion, variant }) => {
    const version = appVersion ?? formatSemver(release.version);
    const comment = variant % 2 === 0 ? "timestamp:1" : `timestamp:1\tversion:${version}`;
    return { updaters: { tauri: { signature: MINISIGN.sign(bytes, comment, variant % 3 === 0) } } };
  },
};

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

/** Every protocol that is compared; a new one is added here with its client. */
export const COMPARED: Readonly<Record<string, ComparedProtocol>> = {
  tauri: { ...TAURI, client: tauriClient({ publicKey: MINISIGN.publicKey }) },
  "tauri static": {
    ...TAURI,
    client: tauriClient({ publicKey: MINISIGN.publicKey, endpoint: TAURI_STATIC }),
  },
  appinstaller: APP_INSTALLER,
  apt: APT,
};
