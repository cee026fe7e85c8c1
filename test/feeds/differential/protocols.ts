import { formatSemver } from "../../../src/catalog/running-version.ts";
import { ELECTRON_CLIENT, electronClientWith } from "../clients/electron-client.ts";
import { newMinisignKey } from "../clients/minisign.ts";
import { TAURI_STATIC, tauriClient } from "../clients/tauri-client.ts";
import type { ComparedProtocol } from "./protocol.ts";

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

const ELECTRON: Omit<ComparedProtocol, "client"> = {
  formats: { win: "exe", mac: "zip", linux: "appimage" },
  takesOneFormat: true,
  saysInstallation: true,
  carry: () => ({}),
};

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
};
