import { strToU8, zipSync } from "fflate";
import { deb } from "./deb.ts";
import { bytesOf, digestOf, type Folder } from "./folder.ts";
import { appcast, edSignature } from "./sparkle.ts";

const NAME = "Example.App";
const PUBLISHER = "CN=Example &amp; Sons, C=NL";

/** An MSIX package: a ZIP archive with its manifest. */
export function msix(version: string, architecture = "x64"): Buffer {
  const manifest = `<?xml version="1.0" encoding="utf-8"?>
<Package xmlns="http://schemas.microsoft.com/appx/manifest/foundation/windows10">
  <Identity Name="${NAME}" Publisher="${PUBLISHER}" Version="${version}" ProcessorArchitecture="${architecture}"/>
</Package>`;
  return Buffer.from(
    zipSync({ "AppxManifest.xml": strToU8(`\uFEFF${manifest}`), "bin/App.exe": bytesOf(version) }),
  );
}

/** What `conveyor make site` leaves in `output/`. */
export function conveyorFolder(version = "46.9.0"): Folder {
  const zip = (arch: string) => `app-${version}-mac-${arch}.zip`;
  const apps = ["amd64", "aarch64"].map((arch) => [zip(arch), emptyZip(arch)] as const);
  const casts = ["amd64", "aarch64"].map((arch) => [`appcast-${arch}.rss`, rss(version, zip(arch))] as const);
  const packed = deb(version);
  return {
    ...Object.fromEntries(apps),
    ...Object.fromEntries(casts),
    [`app-${version}.x64.msix`]: msix(`${version}.0`),
    [`app-${version}-windows-amd64.zip`]: emptyZip("windows"),
    [`app-${version}-linux-amd64.tar.gz`]: bytesOf("linux"),
    [`app_${version}_amd64.deb`]: packed,
    "app.appinstaller": Buffer.from(appInstaller(version)),
    Packages: Buffer.from(packages(version, packed)),
    "metadata.properties": Buffer.from(`app.version=${version}\napp.revision=0\n`),
    "download.html": bytesOf("html"),
    "icon.svg": bytesOf("svg"),
  };
}

function emptyZip(of: string): Buffer {
  return Buffer.from(zipSync({ "readme.txt": strToU8(of) }));
}

function appInstaller(version: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<AppInstaller xmlns="http://schemas.microsoft.com/appx/appinstaller/2018" Version="${version}.0" Uri="https://example.org/app.appinstaller">
  <MainPackage Name="${NAME}" Publisher="${PUBLISHER}" Version="${version}.0" ProcessorArchitecture="x64" Uri="https://example.org/app-${version}.x64.msix"/>
</AppInstaller>`;
}

function rss(version: string, zip: string): Buffer {
  const enclosure = `<enclosure url="https://example.org/${zip}" length="0" sparkle:edSignature="${edSignature(zip)}"/>`;
  return Buffer.from(appcast([`<item><sparkle:version>${version}</sparkle:version>${enclosure}</item>`]));
}

function packages(version: string, packed: Buffer): string {
  return `Package: app
Version: ${version}
Architecture: amd64
Description: An app
 It does things.
Filename: ./app_${version}_amd64.deb
Size: ${packed.length}
SHA256: ${digestOf(packed, "sha256", "hex")}

`;
}
