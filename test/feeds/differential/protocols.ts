import { newUpdaterKey } from "../../../src/api/updates/updater-keys.ts";
import { PLATFORMS } from "../../../src/catalog/platform.ts";
import { formatSemver } from "../../../src/catalog/running-version.ts";
import { newMinisignKey } from "../clients/minisign.ts";
import { omahaClient } from "../clients/omaha-client.ts";
import { TAURI_STATIC, tauriClient } from "../clients/tauri-client.ts";
import { tufClient } from "../clients/tuf-client.ts";
import type { UpdaterClient } from "../clients/updater-client.ts";
import { anOnlineKey, aRootKey, aTufRoot } from "../tuf-trust.ts";
import { OMAHA_ID } from "./played-world.ts";
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

const TUF_KEY = anOnlineKey();
const TUF_ROOT = aTufRoot({ keys: [aRootKey()], online: [TUF_KEY] });
const OMAHA_KEY = await newUpdaterKey("omaha", TUF_KEY.createdAt);
const KEYS = { tuf: [TUF_KEY], omaha: [OMAHA_KEY], apt: [] };

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
  tauri: { ...TAURI, client: tauriClient({ publicKey: MINISIGN.publicKey }) },
  "tauri static": {
    ...TAURI,
    client: tauriClient({ publicKey: MINISIGN.publicKey, endpoint: TAURI_STATIC }),
  },
  tuf: {
    formats: { win: "exe", mac: "zip", linux: "appimage" },
    carry: () => ({}),
    client: NEW_TUF_APP,
  },
  "omaha 3.1": omaha("3.1"),
  "omaha 4.0": omaha("4.0"),
};
