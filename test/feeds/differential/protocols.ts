import { createHash } from "node:crypto";
import { formatSemver } from "../../../src/catalog/running-version.ts";
import { formatVersion } from "../../../src/catalog/version.ts";
import { newSigningKey } from "../clients/ed25519.ts";
import { ELECTRON_CLIENT, electronClientWith } from "../clients/electron-client.ts";
import { newMinisignKey } from "../clients/minisign.ts";
import { msixClient } from "../clients/msix-client.ts";
import { sparkleClient } from "../clients/sparkle-client.ts";
import { squirrelMacClient } from "../clients/squirrel-mac-client.ts";
import { squirrelWindowsClient } from "../clients/squirrel-windows-client.ts";
import { TAURI_STATIC, tauriClient } from "../clients/tauri-client.ts";
import { realVelopackClient } from "../clients/velopack-client.ts";
import { velopackSimulator } from "../clients/velopack-simulator.ts";
import { winSparkleClient } from "../clients/winsparkle-client.ts";
import type { BuiltFile, Carried, ComparedProtocol } from "./protocol.ts";
import { NEW_TUF_APP, omaha } from "./signing-protocols.ts";
import { APP_INSTALLER, APT, carryIdentity } from "./system-protocols.ts";

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
