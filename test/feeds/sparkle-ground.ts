import type { Build } from "../../src/catalog/build.ts";
import type { Release } from "../../src/catalog/release.ts";
import type { Companion } from "../../src/catalog/updaters.ts";
import { anOrganization, aRelease, at } from "../support/records.ts";
import { newSigningKey } from "./clients/ed25519.ts";
import { type SparkleSetting, sparkleClient } from "./clients/sparkle-client.ts";
import type { InstalledApp } from "./clients/updater-client.ts";
import { type WinSparkleSetting, winSparkleClient } from "./clients/winsparkle-client.ts";
import { type FeedApp, keepFile } from "./feed-app.ts";
import { aBuild } from "./feed-server.ts";

export const ACME = anOrganization({ name: "Acme" });
export const OUT = { automaticAt: at("2026-02-01"), state: "published" } as const;
const KEY = newSigningKey();
const MAC: InstalledApp = { platform: "mac", arch: "arm64", version: "1.0.0.1" };
const WIN: InstalledApp = { platform: "win", arch: "x64", version: "1.0.0.1" };

export const bytesOf = (text: string) => Buffer.from(text.repeat(50));
const signed = (bytes: Uint8Array) => KEY.sign(bytes).toString("base64");

export interface World {
  readonly releases: readonly Release[];
  readonly builds: readonly Build[];
}

export function publish(app: FeedApp, world: World): void {
  app.publish({ organizations: [ACME], ...world });
}

/** A build for Sparkle that the developer signed, with its file on the server. */
export function macBuild(app: FeedApp, { id: releaseId }: Release, change: Partial<Build> = {}): Build {
  const bytes = bytesOf(`mac of ${releaseId}`);
  const own = { platform: "mac", arch: "arm64", format: "zip", fileName: "App & more.zip" } as const;
  const updaters = { sparkle: { edSignature: signed(bytes), ...change.updaters?.sparkle } };
  return keepFile(
    app,
    aBuild(bytes, { releaseId, addedAt: at("2026-01-01"), ...own, ...change, updaters }),
    bytes,
  );
}

/** A build for WinSparkle that the developer signed, with its file on the server. */
export function winBuild(app: FeedApp, { id: releaseId }: Release, change: Partial<Build> = {}): Build {
  const arch = change.arch ?? "x64";
  const bytes = bytesOf(`win ${arch} of ${releaseId}`);
  const own = { platform: "win", arch, format: "exe", fileName: "App Setup.exe" } as const;
  const updaters = { winsparkle: { edSignature: signed(bytes), ...change.updaters?.winsparkle } };
  return keepFile(
    app,
    aBuild(bytes, { releaseId, addedAt: at("2026-01-01"), ...own, ...change, updaters }),
    bytes,
  );
}

/** Publishes one release for both. */
export function publishOne(app: FeedApp, version: string, change: Partial<Release> = {}): Release {
  const release = aRelease(version, { ...OUT, ...change });
  publish(app, { releases: [release], builds: [macBuild(app, release), winBuild(app, release)] });
  return release;
}

export function askSparkle(
  app: FeedApp,
  installed: Partial<InstalledApp> = {},
  setting: Partial<SparkleSetting> = {},
) {
  const client = sparkleClient({ publicKey: KEY.publicKey, ...setting });
  return client.ask({ server: app.url, organization: ACME.id }, { ...MAC, ...installed });
}

export function askWinSparkle(
  app: FeedApp,
  installed: Partial<InstalledApp> = {},
  setting: Partial<WinSparkleSetting> = {},
) {
  const client = winSparkleClient({ publicKey: KEY.publicKey, ...setting });
  return client.ask({ server: app.url, organization: ACME.id }, { ...WIN, ...installed });
}

/** A delta from a version, with its file on the server; its signature may be left out. */
export function aDelta(app: FeedApp, from: string, change: Partial<Companion> = {}): Companion {
  const bytes = bytesOf(`delta from ${from}`);
  const { size, sha256, sha512 } = keepFile(app, aBuild(bytes, {}), bytes);
  const known = { fileName: `App${from}.delta`, size, sha256: sha256 ?? "", sha512, sha1: "" };
  return { kind: "delta", ...known, from, edSignature: signed(bytes), ...change };
}

/** An appcast that the developer signed, as `sign_update` writes it. */
export function signedAppcast(content: string): string {
  const bytes = Buffer.from(content);
  return `${content}<!-- sparkle-signatures:\nedSignature: ${signed(bytes)}\nlength: ${bytes.length}\n-->\n`;
}
