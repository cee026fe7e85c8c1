import { formatSemver } from "../../../src/catalog/running-version.ts";
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

/** Every protocol that is compared; a new one is added here with its client. */
export const COMPARED: Readonly<Record<string, ComparedProtocol>> = {
  tauri: { ...TAURI, client: tauriClient({ publicKey: MINISIGN.publicKey }) },
  "tauri static": {
    ...TAURI,
    client: tauriClient({ publicKey: MINISIGN.publicKey, endpoint: TAURI_STATIC }),
  },
};
