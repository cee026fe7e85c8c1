import { DEBIAN_ARCHITECTURES } from "../../../src/catalog/debian-package.ts";
import { formatVersion } from "../../../src/catalog/version.ts";
import { AppInstallerClient } from "../clients/appinstaller-client.ts";
import { AptClient } from "../clients/apt-client.ts";
import type { BuiltFile, Carried, ComparedProtocol } from "./protocol.ts";

/** The identity of a package has four numbers. */
function identityVersion({ release }: BuiltFile): string {
  return [...release.version.parts, 0, 0].slice(0, 4).join(".");
}

export function carryIdentity(file: BuiltFile): Carried {
  const version = identityVersion(file);
  return { updaters: { msix: { name: "Acme.App", publisher: "CN=Acme", version } } };
}

const WINDOWS = new AppInstallerClient({ readPackage: () => null });

export const APP_INSTALLER: ComparedProtocol = {
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
  carry: carryIdentity,
  calls: identityVersion,
};

export const APT: ComparedProtocol = {
  formats: { linux: "deb" },
  // Each machine is a new one: worlds do not come in the order of their time, and apt passes over what is older.
  client: {
    updater: "apt",
    platforms: ["linux"],
    ask: (address, app) => new AptClient({ now: null, pairs: `/version/${app.version}` }).ask(address, app),
  },
  carry: ({ appVersion, release, arch }) => {
    const control = `Package: app\nVersion: ${appVersion ?? formatVersion(release.version)}\nArchitecture: ${DEBIAN_ARCHITECTURES[arch]}\n`;
    return { updaters: { apt: { control } } };
  },
};
