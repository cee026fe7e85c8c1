import { PLATFORMS } from "../../catalog/platform.ts";
import { indexFolder } from "../apt/apt-file.ts";
import { type ConnectedApp, get, pairsOf, type Setup } from "./setup.ts";

/** (Without the version: Windows keeps the address for good, and would always tell the one that was installed first.) */
function appInstallerPath({ organization, user, key, arch }: ConnectedApp): string {
  return `/feeds/appinstaller/${organization}${pairsOf({ arch, user, key })}/App.appinstaller`;
}

export const APP_INSTALLER: Setup = {
  frameworks: [
    {
      name: "App Installer (MSIX)",
      platforms: ["win"],
      files: (app) => [
        {
          name: "install.ps1",
          text: `Add-AppxPackage -AppInstallerFile "${app.server}${appInstallerPath(app)}"
`,
        },
      ],
    },
  ],
  request: (app) => get(appInstallerPath(app)),
};

export const OMAHA: Setup = {
  frameworks: [
    {
      name: "Chromium's updater, Omaha",
      platforms: PLATFORMS,
      files: ({ server, organization, user, key }) => [
        {
          name: "branding.gni",
          text: `# The app is answered once its id is known: give it in the settings.
update_check_url = "${server}/feeds/omaha/${organization}${pairsOf({ user, key })}"
`,
        },
      ],
    },
  ],
  request: ({ organization, user, key, platform, arch, version }) => ({
    method: "POST",
    path: `/feeds/omaha/${organization}${pairsOf({ user, key })}`,
    body: {
      request: {
        protocol: "3.1",
        arch,
        os: { platform, arch },
        app: [{ appid: "APP ID", version, updatecheck: {} }],
      },
    },
  }),
};

function tufAddress({ organization, user, key, platform, arch, version }: ConnectedApp): string {
  return `/feeds/tuf/${organization}${pairsOf({ user, key, version, platform, arch })}`;
}

export const TUF: Setup = {
  frameworks: [
    {
      name: "TUF (tuf-js)",
      platforms: PLATFORMS,
      files: (app) => [
        {
          name: "update.mjs",
          text: `import { Updater } from "tuf-js";

// metadataDir holds root.json when the app is installed: 1.root.json of "sluice tuf init".
// The version is what the app calls itself: let your build write it.
const version = "${app.version}";
const address = \`${app.server}${tufAddress({ ...app, version: "VERSION" }).replace("VERSION", `\${version}`)}\`;
const updater = new Updater({
  metadataDir: "metadata",
  metadataBaseUrl: address + "/metadata",
  targetDir: "downloads",
  targetBaseUrl: address + "/targets",
});
await updater.refresh();
const target = await updater.getTargetInfo("${app.platform}/${app.arch}/update");
// Nothing is newer if there is no target. The same keys sign for all customers, so take no answer to another one.
if (target?.custom.organization === "${app.organization}") await updater.downloadTarget(target);
`,
        },
      ],
    },
  ],
  request: (app) => get(`${tufAddress(app)}/metadata/timestamp.json`),
};

export const APT: Setup = {
  frameworks: [
    {
      name: "apt (Debian, Ubuntu)",
      platforms: ["linux"],
      files: ({ server, organization, user, key }) => [
        {
          name: "install.sh",
          text: `curl -fsSL ${server}/key.asc | sudo tee /etc/apt/keyrings/app.asc > /dev/null
sudo cp app.sources /etc/apt/sources.list.d/app.sources
sudo apt-get update
`,
        },
        {
          name: "app.sources",
          text: `Types: deb
URIs: ${server}/feeds/apt/${organization}${pairsOf({ user, key })}
Suites: stable
Components: main
Signed-By: /etc/apt/keyrings/app.asc
`,
        },
      ],
    },
  ],
  request: ({ organization, user, key, arch }) =>
    get(`/feeds/apt/${organization}${pairsOf({ user, key })}/dists/stable/${indexFolder(arch)}/Packages`),
};
