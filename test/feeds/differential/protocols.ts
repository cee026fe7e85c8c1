import { formatSemver } from "../../../src/catalog/running-version.ts";
import { newSigningKey } from "../clients/ed25519.ts";
import { newMinisignKey } from "../clients/minisign.ts";
import { sparkleClient } from "../clients/sparkle-client.ts";
import { TAURI_STATIC, tauriClient } from "../clients/tauri-client.ts";
import { winSparkleClient } from "../clients/winsparkle-client.ts";
import type { ComparedProtocol } from "./protocol.ts";

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

/** Every protocol that is compared; a new one is added here with its client. */
export const COMPARED: Readonly<Record<string, ComparedProtocol>> = {
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
};
