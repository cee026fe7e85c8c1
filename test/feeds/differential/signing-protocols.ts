import { newUpdaterKey } from "../../../src/api/updates/updater-keys.ts";
import { PLATFORMS } from "../../../src/catalog/platform.ts";
import { omahaClient } from "../clients/omaha-client.ts";
import { tufClient } from "../clients/tuf-client.ts";
import type { UpdaterClient } from "../clients/updater-client.ts";
import { anOnlineKey, aRootKey, aTufRoot } from "../tuf-trust.ts";
import { OMAHA_ID } from "./played-world.ts";
import type { ComparedProtocol } from "./protocol.ts";

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
export const NEW_TUF_APP: UpdaterClient = {
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

export const omaha = (protocol: "3.1" | "4.0"): ComparedProtocol => ({
  formats: { win: "exe", mac: "dmg", linux: "deb" },
  saysSystem: true,
  carry: () => ({}),
  client: omahaClient({ appId: OMAHA_ID, protocol, key: { pem: OMAHA_KEY.publicKey, number: 1 } }),
});
