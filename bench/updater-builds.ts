import { type Build, NO_EXTRAS } from "../src/catalog/build.ts";
import { type PackageFormat, PLATFORMS } from "../src/catalog/platform.ts";
import { UPDATER_NEEDS } from "../src/catalog/updater-needs.ts";
import { UPDATERS, type Updaters } from "../src/catalog/updaters.ts";
import type { Instant } from "../src/instant.ts";
import { uuid } from "./random.ts";

/** Something of everything that a protocol may need; nothing verifies it here. */
const DETAILS: Updaters = {
  "squirrel-windows": { packageId: "App" },
  msix: { name: "App", publisher: "CN=Example", version: "45.1.0.0" },
  tauri: { signature: "A".repeat(400) },
  velopack: { packageId: "App" },
  sparkle: { edSignature: `${"A".repeat(86)}==` },
  winsparkle: { edSignature: `${"A".repeat(86)}==` },
  apt: { control: "Package: app\nVersion: 45.1.0\nArchitecture: amd64\nDescription: an app\n" },
};

/** A build for each protocol on each platform that it is for, on x64. */
export function updaterBuilds(releaseId: string, first: number, addedAt: Instant): readonly Build[] {
  const kinds = PLATFORMS.flatMap((platform) => {
    const formats = UPDATERS.map((updater) => UPDATER_NEEDS[updater].formats[platform]?.[0]);
    return [...new Set(formats)].flatMap((format) => (format ? [{ platform, format }] : []));
  });
  return kinds.map(({ platform, format }, index) => ({
    id: uuid(first + index),
    releaseId,
    platform,
    arch: "x64",
    format,
    fileName: fileNameOf(format),
    size: 150_000_000,
    sha256: "0".repeat(64),
    sha512: `${"A".repeat(86)}==`,
    ...NO_EXTRAS,
    proofs: { sha1: "0".repeat(40) },
    updaters: DETAILS,
    url: null,
    addedAt,
  }));
}

function fileNameOf(format: PackageFormat): string {
  return format === "nupkg" ? "App-45.1.0-full.nupkg" : `App-45.1.0.${format}`;
}
