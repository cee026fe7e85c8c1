import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readInside } from "../../src/cli/archives/read-inside.ts";
import { infoPlist, tarredApp, zippedApp } from "../intake/folders/apps.ts";
import { msix } from "../intake/folders/conveyor.ts";
import { ar, controlText, deb, tarOf } from "../intake/folders/deb.ts";
import { nupkg } from "../intake/folders/packages.ts";

/** The same control archive, packed by xz and by zstd. */
const CONTROL_XZ =
  "/Td6WFoAAAFpIt42AgAhARwAAAAQz1jM4Cf/APldABcLyOfZ5dHD1ZV9QtvcDlxs1FkS8hVsSfTYNyhKqEOTxXMME8d7cYvC93nQ8z6L2HLcn1qec0zbY01ZUmRXSJM7HHVe37KIAfj6J1rsLCGU4f3xAeL/xFIIppZtBNOk9EN+GJGpv/jl38cUjZuxfTHG4JteO9Y1tfDXItIpcUTorHb5cZmsrdZi0CAnUVUSOzioBu9D36LEXC9WGjxN4MiwuVfQMzrTbhbu+UTJitOgVKkZZ+xbOZl7YlJd5C+03nhZxJPBeZhAJwoeGbEso/KjETtUkljfX6FF0HU/vT/AUk2Kt3x4RexDLYjkQgB0luGG72BfdesgUAAAAAASQB4HAAGRAoBQAADQ2kruPjANiwIAAAAAAVla";
const CONTROL_ZST =
  "KLUv/WQAJ2UGAJJLJRlA1wP/oF3+x5i4l/YSigL2by3CUI4B4u8Ocgpau3bbVD/O6JboffZnM6YNrS/ggRFwW7tsRxed3f8emu4FMdoqyL7r6tZXmo2WsfBO+BlDv/u8KkZ0yb+vrdM8kszL4MZ+2w3Lz3RBEZKDLhdbnd+a31fp8lrlsErJjXF2l7luDUqn0gmXLhOkcJfHkbjscN4XY4MQFCBw0AxpOJwK8jCRtEEXBAG5Jxj/gAU12IeOUlAkoAwcEsM4QPgBp7oCQ7cSAg5KgN1Uup2HSrQ=";
/** A property list in binary: CFBundleShortVersionString 46.9 and CFBundleVersion 9000. */
const BINARY_PLIST = binaryPlist({ CFBundleShortVersionString: "46.9", CFBundleVersion: "9000" });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-archives-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function inside(fileName: string, bytes: Uint8Array) {
  const path = join(folder, fileName);
  writeFileSync(path, bytes);
  return readInside(path);
}

describe("what a file says inside", () => {
  test("an MSIX package: its identity, and a bundle too", async () => {
    const identity = { name: "Example.App", publisher: "CN=Example & Sons, C=NL", version: "46.9.0.0" };
    expect(await inside("App.msix", msix("46.9.0.0", "arm64"))).toMatchObject({
      value: { arch: "arm64", updaters: { msix: { ...identity, architecture: "arm64" } } },
    });
    const manifest = `<Bundle xmlns="http://schemas.microsoft.com/appx/2013/bundle">
      <Identity Name="Example.App" Publisher="CN=Example &#38; Sons, C=NL" Version="46.9.0.0"/>
      <Packages><Package Type="application" Architecture="x64" FileName="x64.msix"/></Packages></Bundle>`;
    const bundle = zipSync({ "AppxMetadata/AppxBundleManifest.xml": strToU8(manifest) });
    expect(await inside("App.msixbundle", bundle)).toMatchObject({ value: { updaters: { msix: identity } } });
  });

  test("a package of Velopack: its version, system and architecture", async () => {
    const more = "<os>linux</os><rid>linux-arm64</rid>";
    expect(await inside("App-46.9.0-linux-full.nupkg", nupkg("App", "46.9.0", more))).toMatchObject({
      value: { version: "46.9.0", platform: "linux", arch: "arm64" },
    });
  });

  test.each([
    ["not packed", "control.tar", tarOf({ "./control": Buffer.from(controlText("46.9.0")) })],
    ["by gzip", "control.tar.gz", gzipSync(tarOf({ control: Buffer.from(controlText("46.9.0")) }))],
    ["by xz", "control.tar.xz", Buffer.from(CONTROL_XZ, "base64")],
    ["by zstd", "control.tar.zst", Buffer.from(CONTROL_ZST, "base64")],
  ])(
    "a Debian package whose control archive is packed %s: its control paragraph",
    async (_how, name, packed) => {
      expect(await inside("app_46.9.0_amd64.deb", deb("46.9.0", { name, packed }))).toMatchObject({
        value: {
          version: "46.9.0",
          arch: "x64",
          updaters: { apt: { control: expect.stringMatching(/^Package: app\nVersion: 46\.9\.0\n/) } },
        },
      });
    },
  );

  test.each([
    ["App-46.9.zip", zippedApp("46.9", "9000")],
    ["App.app.tar.gz", tarredApp("46.9", "9000")],
    ["Binary.zip", zipSync({ "App.app/Contents/Info.plist": BINARY_PLIST })],
  ])("an app for macOS in %s: its versions, of its own Info.plist alone", async (name, bytes) => {
    expect(await inside(name, bytes)).toMatchObject({
      value: {
        version: "46.9",
        updatersIfUsed: { sparkle: { bundleVersion: "9000", shortVersion: "46.9" } },
      },
    });
  });

  test("an AppImage with a block map behind it: the map's size", async () => {
    const map = deflateRawSync(JSON.stringify({ version: "2", files: [] }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(map.length);
    const app = Buffer.concat([Buffer.alloc(1000, 7), map, length]);
    expect(await inside("App.AppImage", app)).toMatchObject({
      value: { updaters: { electron: { blockMapSize: map.length } } },
    });
    expect(await inside("Plain.AppImage", Buffer.alloc(1000, 7))).toEqual({ ok: true, value: null });
  });

  test("other formats say nothing that is needed", async () => {
    expect(await inside("App.exe", Buffer.from("MZ"))).toEqual({ ok: true, value: null });
    expect(await inside("App-win.zip", zipSync({ "App.exe": strToU8("MZ") }))).toEqual({
      ok: true,
      value: null,
    });
  });
});

describe("an archive that is not as its format has it is refused, named, and nothing of it is written", () => {
  const huge = (name: string) => zipSync({ [name]: new Uint8Array(40_000_000) });
  const bomb = gzipSync(tarOf({ control: Buffer.alloc(30_000_000, "a") }));
  const entities = '<!DOCTYPE a [<!ENTITY b "b">]><Package><Identity/></Package>';
  test.each([
    ["Cut.msix", msix("1.0.0.0").subarray(0, 120), "not a ZIP archive"],
    ["Empty.msix", zipSync({ "readme.txt": strToU8("no manifest") }), "no AppxManifest.xml"],
    ["Huge.msix", huge("AppxManifest.xml"), "larger than"],
    ["Entities.msix", zipSync({ "AppxManifest.xml": strToU8(entities) }), "document type"],
    [
      "Nameless.msix",
      zipSync({ "AppxManifest.xml": strToU8("<Package><Identity/></Package>") }),
      "no Identity",
    ],
    ["Huge-1.0.0-full.nupkg", huge("App.nuspec"), "larger than"],
    ["Plain-1.0.0-full.nupkg", zipSync({ "a.txt": strToU8("a") }), "no .nuspec"],
    ["Up.zip", zipSync({ "../App.app/Contents/Info.plist": strToU8(infoPlist("1.0")) }), "damaged"],
    ["Plist.zip", zipSync({ "App.app/Contents/Info.plist": strToU8("<plist><dict>") }), "cannot be read"],
    ["Loop.zip", zipSync({ "App.app/Contents/Info.plist": strToU8("bplist00\xff\xff") }), "cannot be read"],
    ["Huge.zip", huge("App.app/Contents/Info.plist"), "larger than"],
    ["Cut.app.tar.gz", tarredApp("1.0").subarray(0, 100), "cannot be unpacked"],
    ["none.deb", Buffer.from("no package"), "not a Debian package"],
    ["bare.deb", ar([["debian-binary", Buffer.from("2.0\n")]]), "no control archive"],
    ["odd.deb", deb("1.0", { name: "control.tar.br", packed: Buffer.from("br") }), "unknown way"],
    ["bomb.deb", deb("1.0", { name: "control.tar.gz", packed: bomb }), "larger than"],
    ["twice.deb", deb("1.0", { name: "control.tar", packed: bomb }), "packed twice"],
    ["thrice.deb", deb("1.0", { name: "control.tar.gz", packed: gzipSync(bomb) }), "packed twice"],
    ["size.deb", Buffer.from(`!<arch>\n${"control.tar.gz".padEnd(48)}${"9999999999"}\`\n`), "larger than"],
    [
      "empty.deb",
      deb("1.0", { name: "control.tar", packed: tarOf({ "./md5sums": Buffer.from("a") }) }),
      "no control file",
    ],
    [
      "window.deb",
      deb("1.0", { name: "control.tar.zst", packed: Buffer.from("28b52ffd0488ffffffff", "hex") }),
      "too much memory",
    ],
    [
      "text.deb",
      deb("1.0", { name: "control.tar", packed: tarOf({ control: Buffer.from("no fields") }) }),
      "Package",
    ],
  ])("%s", async (name, bytes, why) => {
    const read = await inside(name, bytes);
    expect(read).toMatchObject({ ok: false, error: { code: "metadata_malformed" } });
    expect(read.ok ? "" : read.error.message).toContain(join(folder, name));
    expect(read.ok ? "" : read.error.message).toContain(why);
  });
});

/** A property list of texts in Apple's binary form. */
function binaryPlist(texts: Readonly<Record<string, string>>): Buffer {
  const all = [...Object.keys(texts), ...Object.values(texts)];
  const count = Object.keys(texts).length;
  const dict = Buffer.from([0xd0 | count, ...all.map((_, index) => index + 1)]);
  const objects = [dict, ...all.map(textObject)];
  const offsets: number[] = [];
  let at = 8;
  for (const object of objects) {
    offsets.push(at);
    at += object.length;
  }
  const trailer = Buffer.alloc(32);
  trailer[6] = 2;
  trailer[7] = 1;
  trailer.writeBigUInt64BE(BigInt(objects.length), 8);
  trailer.writeBigUInt64BE(BigInt(at), 24);
  const table = Buffer.concat(offsets.map((offset) => Buffer.from([offset >> 8, offset & 255])));
  return Buffer.concat([Buffer.from("bplist00"), ...objects, table, trailer]);
}

function textObject(text: string): Buffer {
  const length = text.length < 15 ? [0x50 | text.length] : [0x5f, 0x10, text.length];
  return Buffer.concat([Buffer.from(length), Buffer.from(text)]);
}
