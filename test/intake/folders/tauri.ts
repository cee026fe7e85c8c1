import { createHash } from "node:crypto";
import { tarredApp } from "./apps.ts";
import { deb } from "./deb.ts";
import { bytesOf, type Folder } from "./folder.ts";

/** A minisign signature in its form, as the text of a `.sig` file; it signs nothing. */
export function tauriSig(of: string, version?: string): string {
  const bytes = (size: number) => createHash("shake256", { outputLength: size }).update(of).digest();
  const signed = Buffer.concat([Buffer.from("ED"), bytes(72)]).toString("base64");
  const said = version === undefined ? "" : `\tversion:${version}`;
  const text = [
    "untrusted comment: signature from tauri secret key",
    signed,
    `trusted comment: timestamp:1772366400\tfile:${of}${said}`,
    bytes(64).toString("base64"),
    "",
  ].join("\n");
  return Buffer.from(text).toString("base64");
}

/** What `tauri build` leaves in `target/release/bundle/`, of three systems together, with what it packed them from. */
export function tauriFolder(version = "46.9.0"): Folder {
  const signed = [
    `nsis/App_${version}_x64-setup.exe`,
    `msi/App_${version}_x64_en-US.msi`,
    "macos/App.app.tar.gz",
    `appimage/App_${version}_amd64.AppImage`,
    `deb/App_${version}_amd64.deb`,
  ];
  const sigs = signed.map((path) => [`${path}.sig`, Buffer.from(tauriSig(path))]);
  return {
    ...Object.fromEntries(signed.map((path) => [path, bytesOf(path)])),
    "macos/App.app.tar.gz": tarredApp(version),
    [`deb/App_${version}_amd64.deb`]: deb(version),
    ...Object.fromEntries(sigs),
    [`dmg/App_${version}_aarch64.dmg`]: bytesOf("dmg"),
    [`rpm/App-${version}-1.x86_64.rpm`]: bytesOf("rpm"),
    "macos/App.app/Contents/Info.plist": bytesOf("plist"),
    [`deb/App_${version}_amd64/data.tar.gz`]: bytesOf("data"),
    "dmg/bundle_dmg.sh": bytesOf("sh"),
  };
}
