import { EventEmitter } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from "node:http";
import Module from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import {
  configureRequestOptions,
  configureRequestUrl,
  type DownloadOptions,
  HttpExecutor,
} from "builder-util-runtime";
import { AppImageUpdater, type AppUpdater, MacUpdater, NsisUpdater } from "electron-updater";

type UpdaterPlatform = "win" | "mac" | "linux";

/** What a desktop app with electron-updater in it would be: where it runs, what it runs, where it asks. */
export interface RealUpdaterSetting {
  readonly platform: UpdaterPlatform;
  /** The generic provider's base URL, with its query if it has one; `http:` only. */
  readonly feedUrl: string;
  /** Semver, such as `45.4.1-32313`. */
  readonly runningVersion: string;
  /** A UUID; left out: the updater makes one up. */
  readonly stagingId?: string;
  /** The architecture of the app's process; left out: x64. */
  readonly arch?: "x64" | "arm64";
  /** What an app gets that sets a channel; left out: no. */
  readonly allowDowngrade?: boolean;
}

/** What the updater found; `downloadedFile` as the updater would install it, checked by its own SHA-512 check. */
export interface RealUpdaterOutcome {
  readonly updateAvailable: boolean;
  /** The version that the feed named. */
  readonly version: string;
  readonly downloadedFile?: { readonly name: string; readonly bytes: Buffer };
}

/**
 * Lets the real electron-updater check and, where it finds an update, download it; stops before anything is installed.
 * Rejects with the updater's own error. One call at a time: the updater reads `process.arch` and the environment.
 */
export async function checkWithRealUpdater(setting: RealUpdaterSetting): Promise<RealUpdaterOutcome> {
  const directory = await mkdtemp(join(tmpdir(), "real-updater-"));
  const restore = await pretendToRunOn(setting, directory);
  try {
    return await check(await makeUpdater(setting, directory));
  } finally {
    restore();
    await rm(directory, { recursive: true, force: true });
  }
}

async function check(updater: AppUpdater): Promise<RealUpdaterOutcome> {
  try {
    const found = await updater.checkForUpdates();
    if (!found) throw new Error("the updater is not active");
    const { isUpdateAvailable: updateAvailable, downloadPromise } = found;
    const { version } = found.updateInfo;
    if (!updateAvailable || !downloadPromise) return { updateAvailable, version };
    const [path = ""] = await downloadPromise;
    return {
      updateAvailable,
      version,
      downloadedFile: { name: basename(path), bytes: await readFile(path) },
    };
  } finally {
    if (updater instanceof MacUpdater) (updater as unknown as SquirrelProxy).closeServerIfExists();
  }
}

/** What the macOS updater keeps to itself: the little server from which Squirrel would fetch the checked file. */
interface SquirrelProxy {
  closeServerIfExists(): void;
}

const NODE_PLATFORMS = { win: "win32", mac: "darwin", linux: "linux" } as const;

async function makeUpdater(setting: RealUpdaterSetting, directory: string): Promise<AppUpdater> {
  const updater = construct(setting.platform, appIn(directory, setting.runningVersion));
  const inner = updater as unknown as { httpExecutor: NodeHttpExecutor; _testOnlyOptions: unknown };
  await writeFile(join(directory, "app-update.yml"), "updaterCacheDirName: cache\n");
  if (setting.stagingId) await writeFile(join(directory, ".updaterId"), setting.stagingId);
  updater.logger = null;
  updater.on("error", () => {});
  updater.autoInstallOnAppQuit = false;
  updater.disableWebInstaller = true;
  updater.allowDowngrade = setting.allowDowngrade ?? false;
  updater.disableDifferentialDownload = setting.platform === "linux" && process.platform !== "linux";
  inner.httpExecutor = new NodeHttpExecutor();
  // The option picks the feed file; set any longer, it would also turn the fallback to a full download off.
  inner._testOnlyOptions = { platform: NODE_PLATFORMS[setting.platform] };
  updater.setFeedURL({ provider: "generic", url: setting.feedUrl });
  inner._testOnlyOptions = null;
  return updater;
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

/** Squirrel.Mac exists only inside Electron on macOS; the updater hands it the checked file, and there we stop. */
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
 * The process as the app's would be: its architecture; the AppImage that runs; and no `uname` or `sysctl` in reach, by
 * which the macOS updater would find out the machine that the tests run on.
 */
async function pretendToRunOn(
  { platform, arch = "x64" }: RealUpdaterSetting,
  directory: string,
): Promise<() => void> {
  const { PATH, APPIMAGE, TEST_UPDATER_ARCH } = process.env;
  const before = { PATH, APPIMAGE, TEST_UPDATER_ARCH };
  const realArch = process.arch;
  setEnvironment({
    TEST_UPDATER_ARCH: undefined,
    ...(platform === "mac" && { PATH: directory }),
    ...(platform === "linux" && { APPIMAGE: join(directory, "Demo.AppImage") }),
  });
  if (platform === "linux") await writeFile(join(directory, "Demo.AppImage"), "what runs now");
  Object.defineProperty(process, "arch", { value: arch });
  return () => {
    setEnvironment(before);
    Object.defineProperty(process, "arch", { value: realArch });
  };
}

function setEnvironment(values: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** Electron's network stack, replaced by Node's; everything above it is the updater's own. */
class NodeHttpExecutor extends HttpExecutor<ClientRequest> {
  createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void): ClientRequest {
    return request({ ...options, agent: false }, callback);
  }

  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const requestOptions: RequestOptions = { headers: options.headers ?? {} };
      configureRequestUrl(url, requestOptions);
      configureRequestOptions(requestOptions);
      const callback = (error: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(requestOptions, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}
