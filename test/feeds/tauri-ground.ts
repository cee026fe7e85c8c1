import { afterAll, beforeAll } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import type { Release } from "../../src/catalog/release.ts";
import { anOrganization, aRelease, at } from "../support/records.ts";
import { newMinisignKey } from "./clients/minisign.ts";
import { type TauriSetting, tauriClient } from "./clients/tauri-client.ts";
import type { InstalledApp } from "./clients/updater-client.ts";
import { type FeedApp, keepFile, startFeedApp } from "./feed-app.ts";
import { aBuild } from "./feed-server.ts";

export const ACME = anOrganization({ name: "Acme" });
export const OUT = { automaticAt: at("2026-02-01"), state: "published" } as const;
export const WIN: InstalledApp = { platform: "win", arch: "x64", version: "1.0.0-1" };
export const MAC: InstalledApp = { platform: "mac", arch: "arm64", version: "1.0.0-1" };
export const LINUX: InstalledApp = { platform: "linux", arch: "x64", version: "1.0.0-1" };

const KEY = newMinisignKey();

/** One server for a test file, behind a path. */
export let app: FeedApp;
export function useTauriServer(): void {
  beforeAll(async () => {
    app = await startFeedApp("/updates");
  });
  afterAll(() => app.close());
}

const bytesOf = (text: string) => Buffer.from(text.repeat(50));

/** The name of a file of a format, with the ending that it must have. */
const FILES = {
  exe: { platform: "win", format: "exe", fileName: "App setup.exe" },
  msi: { platform: "win", format: "msi", fileName: "App.msi" },
  app: { platform: "mac", format: "app.tar.gz", fileName: "App.app.tar.gz" },
  appimage: { platform: "linux", format: "appimage", fileName: "App.AppImage" },
  deb: { platform: "linux", format: "deb", fileName: "app.deb" },
} as const;
type Kind = keyof typeof FILES;

interface Signed {
  readonly release: Release;
  /** The version in the trusted comment, or null if it has none. */
  readonly signedAs?: string | null;
  readonly change?: Partial<Build>;
}

/** A build that the developer signed, with its file on the server. */
export function signed(kind: Kind, { release, signedAs = null, change = {} }: Signed): Build {
  const bytes = bytesOf(`${kind} of ${release.id}${change.arch ?? ""}`);
  const comment = ["timestamp:1", "file:app", ...(signedAs === null ? [] : [`version:${signedAs}`])].join(
    "\t",
  );
  const tauri = { signature: KEY.sign(bytes, comment) };
  const made = {
    ...FILES[kind],
    releaseId: release.id,
    addedAt: at("2026-01-01"),
    updaters: { tauri },
    ...change,
  };
  return keepFile(app, aBuild(bytes, made), bytes);
}

export function publish(releases: readonly Release[], builds: readonly Build[]): void {
  app.publish({ organizations: [ACME], releases, builds });
}

/** Publishes one release for every platform. */
export function publishOne(version: string, change: Partial<Release> = {}): Release {
  const release = aRelease(version, { ...OUT, ...change });
  const arm64 = { release, change: { arch: "arm64" as const } };
  publish([release], [signed("exe", { release }), signed("app", arm64), signed("appimage", { release })]);
  return release;
}

export function ask(
  installed: InstalledApp,
  setting: Partial<TauriSetting> = {},
  organization: string = ACME.id,
) {
  return tauriClient({ publicKey: KEY.publicKey, ...setting }).ask(
    { server: app.url, organization },
    installed,
  );
}
