import { EventEmitter } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import Module from "node:module";
import os, { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { AppImageUpdater, type AppUpdater, MacUpdater, NsisUpdater, type UpdateInfo } from "electron-updater";
import { NodeHttpExecutor } from "./node-http-executor.ts";

type UpdaterPlatform = "win" | "mac" | "linux";

/** A desktop app with electron-updater in it: where it runs, what it runs, and its feed. */
export interface RealUpdaterSetting {
  readonly platform: UpdaterPlatform;
  /** The generic provider's base URL, with its query if it has one; `http:` only. */
  readonly feedUrl: string;
  /** Semver, such as `45.4.1-32313`. */
  readonly runningVersion: string;
  /** A UUID; by default the updater makes one up. */
  readonly stagingId?: string;
  /** The architecture of the app's process; by default x64. */
  readonly arch?: "x64" | "arm64" | "ia32" | "arm";
  /** What `os.release()` says; by default what it says here. */
  readonly osRelease?: string;
  /** What an app gets that sets a channel; by default no. */
  readonly allowDowngrade?: boolean;
  /** The channel that the app sets, which allows downgrades; by default none. */
  readonly channel?: string;
  /** Whether the app's configuration leaves the updater its requests for several ranges; by default it does. */
  readonly useMultipleRangeRequest?: boolean;
  /** The file that the app was installed from, and the block map of it that an earlier update left; by default none. */
  readonly installed?: { readonly file: Uint8Array; readonly blockMap?: Uint8Array };
  /** Where the test wants to see more than the outcome. */
  readonly observed?: Observed;
}

/** What an updater received. */
export interface Observed {
  /** The bytes that arrived from the network, headers and all. */
  bytes?: number;
  /** What the app is told of the release. */
  info?: UpdateInfo;
}

/** The updater's result; `downloadedFile` as the updater would install it, verified by its own SHA-512 check. */
export interface RealUpdaterOutcome {
  readonly updateAvailable: boolean;
  /** The version in the feed. */
  readonly version: string;
  readonly downloadedFile?: { readonly name: string; readonly bytes: Buffer };
}

/**
 * Lets the real electron-updater check and, if it finds an update, download it; stops before anything is installed.
 * Rejects with the updater's own error. One call at a time: the updater reads `process.arch` and the environment.
 */
export async function checkWithRealUpdater(setting: RealUpdaterSetting): Promise<RealUpdaterOutcome> {
  const directory = await mkdtemp(join(tmpdir(), "real-updater-"));
  const restore = await pretendToRunOn(setting, directory);
  try {
    return await check(await makeUpdater(setting, directory), setting.observed ?? {});
  } finally {
    restore();
    await rm(directory, { recursive: true, force: true });
  }
}

async function check(updater: AppUpdater, observed: Observed): Promise<RealUpdaterOutcome> {
  try {
    const found = await updater.checkForUpdates();
    if (!found) throw new Error("the updater is not active");
    const { isUpdateAvailable: updateAvailable, downloadPromise } = found;
    const { version } = found.updateInfo;
    observed.info = found.updateInfo;
    if (!updateAvailable || !downloadPromise) return { updateAvailable, version };
    const [path = ""] = await downloadPromise;
    return {
      updateAvailable,
      version,
      downloadedFile: { name: basename(path), bytes: await readFile(path) },
    };
  } finally {
    observed.bytes = executorOf(updater).bytesReceived;
    if (updater instanceof MacUpdater) (updater as unknown as SquirrelProxy).closeServerIfExists();
  }
}

/** The private server of the macOS updater, from which Squirrel would fetch the verified file. */
interface SquirrelProxy {
  closeServerIfExists(): void;
}

function executorOf(updater: AppUpdater): NodeHttpExecutor {
  return (updater as unknown as { httpExecutor: NodeHttpExecutor }).httpExecutor;
}

const NODE_PLATFORMS = { win: "win32", mac: "darwin", linux: "linux" } as const;

async function makeUpdater(setting: RealUpdaterSetting, directory: string): Promise<AppUpdater> {
  const updater = construct(setting.platform, appIn(directory, setting.runningVersion));
  const inner = updater as unknown as { httpExecutor: NodeHttpExecutor; _testOnlyOptions: unknown };
  await writeFile(join(directory, "app-update.yml"), "updaterCacheDirName: cache\n");
  await putInstalled(setting, join(directory, "cache"));
  if (setting.stagingId) await writeFile(join(directory, ".updaterId"), setting.stagingId);
  updater.logger = null;
  updater.on("error", () => {});
  updater.autoInstallOnAppQuit = false;
  updater.disableWebInstaller = true;
  updater.allowDowngrade = setting.allowDowngrade ?? false;
  updater.disableDifferentialDownload = setting.platform === "linux" && process.platform !== "linux";
  if (setting.channel !== undefined) updater.channel = setting.channel;
  inner.httpExecutor = new NodeHttpExecutor();
  // The option picks the feed file; set any longer, it would also turn off the fallback to a full download.
  inner._testOnlyOptions = { platform: NODE_PLATFORMS[setting.platform] };
  const { feedUrl: url, useMultipleRangeRequest = true } = setting;
  updater.setFeedURL({ provider: "generic", url, useMultipleRangeRequest });
  inner._testOnlyOptions = null;
  return updater;
}

/** Where the updaters keep the file that was installed; the one of an AppImage runs it. */
const KEPT_AS = { win: "installer.exe", mac: "update.zip", linux: null } as const;

async function putInstalled({ platform, installed }: RealUpdaterSetting, cache: string): Promise<void> {
  const name = KEPT_AS[platform];
  if (!installed || name === null) return;
  await mkdir(cache);
  await writeFile(join(cache, name), installed.file);
  if (installed.blockMap) await writeFile(join(cache, "current.blockmap"), installed.blockMap);
}

type App = NonNullable<ConstructorParameters<typeof NsisUpdater>[1]>;

function construct(platform: UpdaterPlatform, app: App): AppUpdater {
  switch (platform) {
    case "win":
      return new NsisUpdater(null, app);
    case "linux":
      return new AppImageUpdater(null, app);
    case "mac":
      return withSquirrel(
        () => new (MacUpdater as unknown as new (_: null, app: App) => MacUpdater)(null, app),
      );
  }
}

function appIn(directory: string, version: string): App {
  return {
    version,
    name: "Demo",
    isPackaged: true,
    appUpdateConfigPath: join(directory, "app-update.yml"),
    userDataPath: directory,
    baseCachePath: directory,
    whenReady: () => Promise.resolve(),
    relaunch: () => {},
    quit: () => {},
    onQuit: () => {},
  };
}

/**
 * Squirrel.Mac exists only inside Electron on macOS; the updater hands it the verified file, and there the test stops.
 */
function withSquirrel<Made>(make: () => Made): Made {
  const loader = Module as unknown as { _load(name: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  const autoUpdater = Object.assign(new EventEmitter(), { setFeedURL() {} });
  loader._load = (name, ...rest) =>
    name === "electron" ? { autoUpdater } : load.call(loader, name, ...rest);
  try {
    return make();
  } finally {
    loader._load = load;
  }
}

/**
 * Makes the process look like the app's: its architecture; the running AppImage; and without `uname` and `sysctl`, by
 * which the macOS updater would detect the machine of the tests.
 */
async function pretendToRunOn(
  { platform, arch = "x64", installed, osRelease }: RealUpdaterSetting,
  directory: string,
): Promise<() => void> {
  const { PATH, APPIMAGE, TEST_UPDATER_ARCH } = process.env;
  const before = { PATH, APPIMAGE, TEST_UPDATER_ARCH };
  const realArch = process.arch;
  const realRelease = os.release;
  if (osRelease !== undefined) os.release = () => osRelease;
  setEnvironment({
    TEST_UPDATER_ARCH: undefined,
    ...(platform === "mac" && { PATH: directory }),
    ...(platform === "linux" && { APPIMAGE: join(directory, "Demo.AppImage") }),
  });
  if (platform === "linux") {
    await writeFile(join(directory, "Demo.AppImage"), installed?.file ?? "what runs now");
  }
  Object.defineProperty(process, "arch", { value: arch });
  return () => {
    setEnvironment(before);
    os.release = realRelease;
    Object.defineProperty(process, "arch", { value: realArch });
  };
}

function setEnvironment(values: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
