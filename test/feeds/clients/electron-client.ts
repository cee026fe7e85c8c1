import { checkWithRealUpdater } from "../../support/real-updater.ts";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

/**
 * The real electron-updater, in an app that is configured as docs/updaters.md says. What the app calls itself is semver,
 * as Electron demands.
 */
export const ELECTRON_CLIENT: UpdaterClient = {
  updater: "electron",
  platforms: ["win", "mac", "linux"],
  ask: askWithElectronUpdater,
};

/** What an app may set that makes the updater go back to older versions. */
interface AppSettings {
  readonly channel?: string;
  readonly allowDowngrade?: boolean;
  /** The address of its feed, in place of the one that the client makes. */
  readonly address?: string;
}

/** The same client in an app with such settings, to which no outcome may be different. */
export function electronClientWith(settings: AppSettings): UpdaterClient {
  return { ...ELECTRON_CLIENT, ask: (address, app) => askWithElectronUpdater(address, app, settings) };
}

async function askWithElectronUpdater(
  { server, organization }: FeedAddress,
  { platform, arch, version: runningVersion, installation, osVersion }: InstalledApp,
  { address, ...settings }: AppSettings = {},
): Promise<Outcome> {
  const format = platform === "linux" ? "&format=appimage" : "";
  const query = `version=${encodeURIComponent(runningVersion)}&arch=${arch}${format}`;
  const feedUrl = address ?? `${server}/feeds/electron/${organization}/?${query}`;
  const own = installation === undefined ? {} : { stagingId: installation };
  try {
    const found = await checkWithRealUpdater({
      platform,
      arch,
      feedUrl,
      runningVersion,
      ...own,
      ...(osVersion !== undefined && { osRelease: osReleaseOf(platform, osVersion) }),
      ...settings,
    });
    if (!found.updateAvailable || !found.downloadedFile) return { kind: "stay" };
    return { kind: "update", version: found.version, bytes: found.downloadedFile.bytes };
  } catch (error) {
    return { kind: "error", message: error instanceof Error ? error.message : String(error) };
  }
}

/** What Node's `os.release()` says on a version of a system; on macOS that is the kernel, here of macOS 12 alone. */
function osReleaseOf(platform: InstalledApp["platform"], osVersion: string): string {
  const [major, minor = 0] = osVersion.split(".").map(Number);
  if (platform !== "mac") return platform === "win" ? osVersion : "6.8.0";
  if (major !== 12) throw new Error(`the kernel of macOS ${osVersion} is not written down here`);
  return `21.${minor + 1}.0`;
}
