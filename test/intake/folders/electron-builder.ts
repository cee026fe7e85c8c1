import { gzipSync } from "node:zlib";
import { stringify } from "yaml";
import { zippedApp } from "./apps.ts";
import { bytesOf, digestOf, type Folder } from "./folder.ts";

/** What `electron-builder --win --mac --linux` leaves in `dist/`, with an older installer that was not cleared away. */
export function electronBuilderFolder(version = "46.9.0"): Folder {
  const win = `App Setup ${version}.exe`;
  const [zip, armZip, dmg] = [`App-${version}-mac.zip`, `App-${version}-arm64-mac.zip`, `App-${version}.dmg`];
  const [appImage, deb] = [`App-${version}.AppImage`, `app_${version}_amd64.deb`];
  const files = Object.fromEntries([win, dmg, appImage].map((name) => [name, bytesOf(name)]));
  files[armZip] = zippedApp(version);
  return {
    ...files,
    [`${win}.blockmap`]: blockMapOf(win),
    [`${armZip}.blockmap`]: blockMapOf(armZip, files[armZip].length),
    "App Setup 46.8.0.exe": bytesOf("App Setup 46.8.0.exe"),
    "builder-debug.yml": Buffer.from("x64:\n  firstOrDefaultFilePatterns: []\n"),
    "builder-effective-config.yaml": Buffer.from("directories:\n  output: dist\n"),
    "win-unpacked/App.exe": bytesOf("unpacked"),
    "mac/App.app/Contents/Info.plist": bytesOf("plist"),
    // Where it is uploaded to GitHub, spaces become dashes.
    "latest.yml": info(version, [[win.replaceAll(" ", "-"), files[win], { isAdminRightsRequired: true }]]),
    "latest-mac.yml": info(version, [
      [armZip, files[armZip], {}],
      [dmg, files[dmg], {}],
    ]),
    "latest-linux.yml": info(version, [[appImage, files[appImage], { blockMapSize: 57 }]]),
    "readme.txt": Buffer.from(`not ${zip} and not ${deb}`),
  };
}

/** A block map of one block: as long as the file. */
function blockMapOf(name: string, size = 400): Buffer {
  const blocks = { name: "file", offset: 0, checksums: [name], sizes: [size] };
  return gzipSync(JSON.stringify({ version: "2", files: [blocks] }));
}

type Listed = readonly [name: string, bytes: Buffer | undefined, more: object];

function info(version: string, listed: readonly Listed[]): Buffer {
  const files = listed.map(([url, bytes = Buffer.alloc(0), more]) => {
    return { url, sha512: digestOf(bytes, "sha512", "base64"), size: bytes.length, ...more };
  });
  const [first] = files;
  const releaseDate = "2026-03-01T12:00:00.000Z";
  return Buffer.from(stringify({ version, files, path: first?.url, sha512: first?.sha512, releaseDate }));
}
