import { PLATFORMS } from "../../catalog/platform.ts";
import { ARCH_NAMES, OS_NAMES } from "../tauri-target.ts";
import { alsoSaid, type ConnectedApp, get, pairsOf, queryOf, type Setup } from "./setup.ts";

export const TAURI: Setup = {
  frameworks: [
    {
      name: "Tauri 2",
      platforms: PLATFORMS,
      files: (app) => [
        {
          name: "tauri.conf.json",
          text: `{
  "bundle": { "createUpdaterArtifacts": true },
  "plugins": {
    "updater": {
      "pubkey": "PUBLIC KEY OF tauri signer generate",
      "endpoints": [
        "${app.server}/feeds/tauri/${app.organization}?target={{target}}&arch={{arch}}&bundle={{bundle_type}}&version={{current_version}}${alsoSaid(app)}"
      ]
    }
  }
}
`,
        },
      ],
    },
  ],
  request: ({ organization, user, key, platform, arch, version }) => {
    const [target = "", name = ""] = [OS_NAMES[platform][0], ARCH_NAMES[arch][0]];
    const names = { target, arch: name };
    return get(`/feeds/tauri/${organization}${queryOf({ ...names, version, user, key })}`);
  },
};

const VELOPACK_CHANNELS = { win: "win", mac: "osx", linux: "linux" } as const;

function velopackAddress({ organization, user, key, platform, arch }: ConnectedApp): string {
  return `/feeds/velopack/${organization}${pairsOf({ platform, arch, user, key })}`;
}

export const VELOPACK: Setup = {
  frameworks: [
    {
      name: "Velopack (.NET)",
      platforms: PLATFORMS,
      files: (app) => [
        {
          name: "Program.cs",
          text: `// .NET says its version only once it has downloaded a whole package, so the address says it, too.
var version = typeof(Program).Assembly.GetName().Version!.ToString(3);
var updates = new UpdateManager($"${app.server}${velopackAddress(app)}/version/{version}");
var update = await updates.CheckForUpdatesAsync();
if (update != null)
{
    await updates.DownloadUpdatesAsync(update);
    updates.ApplyUpdatesAndRestart(update);
}
`,
        },
      ],
    },
    {
      name: "Velopack (JavaScript)",
      platforms: PLATFORMS,
      files: (app) => [
        {
          name: "main.js",
          text: `const { UpdateManager } = require("velopack");

const updates = new UpdateManager("${app.server}${velopackAddress(app)}");
const update = await updates.checkForUpdatesAsync();
if (update) {
  await updates.downloadUpdateAsync(update);
  updates.waitExitThenApplyUpdate(update);
}
`,
        },
      ],
    },
  ],
  request: (app) => {
    const own = queryOf({ localVersion: app.version, id: "App" });
    return get(`${velopackAddress(app)}/releases.${VELOPACK_CHANNELS[app.platform]}.json${own}`);
  },
};

export const SPARKLE: Setup = {
  frameworks: [
    {
      name: "Sparkle",
      platforms: ["mac"],
      files: (app) => [
        {
          name: "Info.plist",
          text: `<key>SUFeedURL</key>
<string>${app.server}/feeds/sparkle/${app.organization}/appcast.xml</string>
<key>SUPublicEDKey</key>
<string>PUBLIC KEY OF generate_keys</string>
`,
        },
        {
          name: "Updates.swift",
          text: `// The app says what it runs and on what, so that it is offered the right build.
func feedURLString(for updater: SPUUpdater) -> String? {
  let version = Bundle.main.object(forInfoDictionaryKey: "CFBundleVersion") as? String ?? ""
  #if arch(arm64)
  let arch = "arm64"
  #else
  let arch = "x64"
  #endif
  return "${app.server}/feeds/sparkle/${app.organization}/appcast.xml?version=\\(version)&arch=\\(arch)${alsoSaid(app)}"
}
`,
        },
      ],
    },
  ],
  request: ({ organization, user, key, arch, version }) =>
    get(`/feeds/sparkle/${organization}/appcast.xml${queryOf({ version, arch, user, key })}`),
};

export const WINSPARKLE: Setup = {
  frameworks: [
    {
      name: "WinSparkle",
      platforms: ["win"],
      files: (app) => [
        {
          name: "updates.c",
          text: `/* The version that the app calls itself stands here twice: let your build write it. */
win_sparkle_set_app_build_version(L"${app.version}");
win_sparkle_set_eddsa_public_key("PUBLIC KEY OF winsparkle-tool");
win_sparkle_set_appcast_url("${app.server}/feeds/winsparkle/${app.organization}/appcast.xml${queryOf({ version: app.version, arch: app.arch, user: app.user, key: app.key })}");
win_sparkle_init();
`,
        },
      ],
    },
  ],
  request: ({ organization, user, key, arch, version }) =>
    get(`/feeds/winsparkle/${organization}/appcast.xml${queryOf({ version, arch, user, key })}`),
};
