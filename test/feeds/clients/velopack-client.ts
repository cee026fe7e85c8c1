import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setVelopackLogger, UpdateManager } from "velopack";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

/** How the app of a Velopack client differs from the plain one. */
export interface VelopackSetting {
  readonly address?: (feed: FeedAddress, app: InstalledApp) => string;
  readonly allowDowngrade?: boolean;
  /** The channel that the app sets, or left out for that of its package. */
  readonly explicitChannel?: string;
  /** The channel that its package was made for. */
  readonly channel?: string;
}

const CHANNELS = { win: "win", mac: "osx", linux: "linux" } as const;

export const velopackAddress = (
  { server, organization }: FeedAddress,
  { platform, arch }: Pick<InstalledApp, "platform" | "arch">,
) => `${server}/feeds/velopack/${organization}/platform/${platform}/arch/${arch}`;

/** The channel that an app asks for. */
export function channelOf({ explicitChannel, channel }: VelopackSetting, { platform }: InstalledApp): string {
  return explicitChannel ?? channel ?? CHANNELS[platform];
}

/** The real client in npm's velopack 0.0.1053, which compares and downloads, and verifies nothing. */
export function realVelopackClient(setting: VelopackSetting = {}): UpdaterClient {
  setVelopackLogger(() => {});
  return {
    updater: "velopack",
    platforms: ["win", "mac", "linux"],
    ask: async (feed, app) => {
      const directory = await mkdtemp(join(tmpdir(), "velopack-"));
      try {
        return await askIn(directory, (setting.address ?? velopackAddress)(feed, app), { app, setting });
      } catch (error) {
        return { kind: "error", message: String(error) };
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}

interface RealApp {
  readonly app: InstalledApp;
  readonly setting: VelopackSetting;
}

async function askIn(directory: string, address: string, { app, setting }: RealApp): Promise<Outcome> {
  const [packages, current] = [join(directory, "packages"), join(directory, "current")];
  const manifest = join(current, "sq.version");
  await mkdir(packages);
  await mkdir(current);
  await writeFile(join(directory, "Update"), "");
  await writeFile(manifest, manifestOf(app, setting));
  const options = {
    AllowVersionDowngrade: setting.allowDowngrade ?? false,
    ExplicitChannel: setting.explicitChannel ?? null,
  };
  const updates = new UpdateManager(address, options, {
    RootAppDir: directory,
    UpdateExePath: join(directory, "Update"),
    PackagesDir: packages,
    ManifestPath: manifest,
    CurrentBinaryDir: current,
    IsPortable: true,
  });
  const found = await updates.checkForUpdatesAsync();
  if (!found) return { kind: "stay" };
  await updates.downloadUpdateAsync(found);
  const { Version: version, FileName } = found.TargetFullRelease;
  return { kind: "update", version, bytes: await readFile(join(packages, FileName)) };
}

function manifestOf(app: InstalledApp, { channel }: VelopackSetting): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd"><metadata>
<id>App</id><title>App</title><description>App</description><authors>Acme</authors>
<version>${app.version}</version><channel>${channel ?? CHANNELS[app.platform]}</channel><mainExe>App</mainExe>
<os>${CHANNELS[app.platform]}</os><rid>${CHANNELS[app.platform]}-${app.arch}</rid>
</metadata></package>`;
}
