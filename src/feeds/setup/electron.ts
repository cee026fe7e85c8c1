import { PLATFORMS } from "../../catalog/platform.ts";
import { alsoSaid, type ConnectedApp, get, pairsOf, queryOf, type Setup } from "./setup.ts";

/** The query that an Electron app fills in by itself; the user is written by the app where it knows one. */
function selfQuery(app: ConnectedApp): string {
  return `version=\${encodeURIComponent(app.getVersion())}&arch=\${process.arch}${alsoSaid(app)}`;
}

const LINUX_FILES = { x64: "latest-linux.yml", arm64: "latest-linux-arm64.yml" } as const;

export const ELECTRON_UPDATER: Setup = {
  frameworks: [
    {
      name: "Electron with electron-updater (electron-builder)",
      platforms: PLATFORMS,
      files: (app) => [
        {
          name: "electron-builder.yml",
          text: `publish:
  provider: generic
  url: ${app.server}/feeds/electron/${app.organization}/${queryOf({ key: app.key })}
`,
        },
        {
          name: "main.js",
          text: `const { app } = require("electron");
const { autoUpdater } = require("electron-updater");

autoUpdater.setFeedURL({
  provider: "generic",
  url: \`${app.server}/feeds/electron/${app.organization}/?${selfQuery(app)}\`,
});
app.whenReady().then(() => autoUpdater.checkForUpdatesAndNotify());
`,
        },
      ],
    },
  ],
  request: ({ organization, user, key, platform, arch, version }) => {
    const file = { win: "latest.yml", mac: "latest-mac.yml", linux: LINUX_FILES[arch] }[platform];
    return get(`/feeds/electron/${organization}/${file}${queryOf({ version, arch, user, key })}`);
  },
};

export const SQUIRREL_WINDOWS: Setup = {
  frameworks: [
    {
      name: "Electron's autoUpdater on Windows (Electron Forge, electron-winstaller)",
      platforms: ["win"],
      files: (app) => [
        {
          name: "main.js",
          text: `const { autoUpdater } = require("electron");

// The architecture stands in the path: Squirrel writes its own into the query, and takes arm64 for amd64.
autoUpdater.setFeedURL({
  url: \`${app.server}/feeds/squirrel-windows/${app.organization}/arch/\${process.arch}${pairsOf({ user: app.user, key: app.key })}\`,
});
autoUpdater.checkForUpdates();
`,
        },
      ],
    },
    {
      name: "Squirrel.Windows (Clowd.Squirrel and .NET apps)",
      platforms: ["win"],
      files: (app) => [
        {
          name: "Program.cs",
          text: `using var updates = new UpdateManager("${app.server}/feeds/squirrel-windows/${app.organization}/arch/x64${pairsOf({ user: app.user, key: app.key })}");
await updates.UpdateApp();
`,
        },
      ],
    },
  ],
  request: ({ organization, user, key, arch, version }) => {
    const own = queryOf({ id: "App", localVersion: version, arch: "amd64" });
    return get(`/feeds/squirrel-windows/${organization}${pairsOf({ arch, user, key })}/RELEASES${own}`);
  },
};

export const SQUIRREL_MAC: Setup = {
  frameworks: [
    {
      name: "Electron's autoUpdater on macOS",
      platforms: ["mac"],
      files: (app) => [
        {
          name: "main.js",
          text: `const { app, autoUpdater } = require("electron");

// Without its version an app stays as it is: this updater installs whatever it is told.
autoUpdater.setFeedURL({
  url: \`${app.server}/feeds/squirrel-mac/${app.organization}?${selfQuery(app)}\`,
});
autoUpdater.checkForUpdates();
`,
        },
      ],
    },
  ],
  request: ({ organization, user, key, arch, version }) =>
    get(`/feeds/squirrel-mac/${organization}${queryOf({ version, arch, user, key })}`),
};

export const MSIX: Setup = {
  frameworks: [
    {
      name: "Electron's autoUpdater in an MSIX package",
      platforms: ["win"],
      files: (app) => [
        {
          name: "main.js",
          text: `const { app, autoUpdater } = require("electron");

autoUpdater.setFeedURL({
  url: \`${app.server}/feeds/msix/${app.organization}?${selfQuery(app)}\`,
});
autoUpdater.checkForUpdates();
`,
        },
      ],
    },
  ],
  request: ({ organization, user, key, arch, version }) =>
    get(`/feeds/msix/${organization}${queryOf({ version, arch, user, key })}`),
};
