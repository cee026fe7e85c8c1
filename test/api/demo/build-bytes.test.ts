import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { type DemoBuild, makeBuildBytes } from "../../../src/api/demo/build-bytes.ts";
import { ARCHITECTURES, PACKAGE_FORMATS, PLATFORMS } from "../../../src/catalog/platform.ts";

const version = (...parts: number[]) => ({ parts });
const DEMO: DemoBuild = {
  product: "Demo",
  platform: "win",
  arch: "x64",
  format: "exe",
  version: version(45, 4),
};
const EVERY = PLATFORMS.flatMap((platform) =>
  PACKAGE_FORMATS[platform].flatMap((format) =>
    ARCHITECTURES.map((arch): DemoBuild => ({ ...DEMO, platform, format, arch })),
  ),
);
const make = (change: Partial<DemoBuild>) => Buffer.from(makeBuildBytes({ ...DEMO, ...change }));

describe("demo builds", () => {
  test("have the same bytes each time, a few KB of them", () => {
    for (const build of EVERY) {
      expect(make(build)).toEqual(make(build));
      expect(make(build).length).toBeGreaterThan(4000);
      expect(make(build).length).toBeLessThan(8000);
    }
  });

  test("differ by platform, architecture, format, version and product", () => {
    const others = [make({ version: version(45, 5) }), make({ product: "Other" })];
    const all = [...EVERY.map((build) => make(build)), ...others].map((bytes) => bytes.toString("base64"));
    expect(new Set(all).size).toBe(EVERY.length + 2);
  });

  test("say what they are, whatever part of them is read", () => {
    const bytes = make({ platform: "linux", format: "appimage", version: version(45, 4, 1, 32313) });
    expect(bytes.subarray(2000, 2200).toString()).toContain("Demo 45.4.1.32313 for linux x64 (appimage)");
  });

  test("as zip are real archives that hold the text", () => {
    const files = unzipSync(make({ platform: "mac", format: "zip" }));
    expect(Object.keys(files)).toEqual(["Demo/README.txt"]);
    expect(strFromU8(files["Demo/README.txt"] as Uint8Array)).toContain("Demo 45.4 for mac x64 (zip)");
  });

  test("as exe have a PE header for their architecture where the DOS header points", () => {
    for (const [arch, machine] of [
      ["x64", 0x8664],
      ["arm64", 0xaa64],
    ] as const) {
      const bytes = make({ arch });
      const pe = bytes.readUInt32LE(0x3c);
      expect(bytes.toString("latin1", 0, 2)).toBe("MZ");
      expect(bytes.toString("latin1", pe, pe + 4)).toBe("PE\0\0");
      expect(bytes.readUInt16LE(pe + 4)).toBe(machine);
    }
  });

  test.each([
    ["win", "msi", "d0cf11e0a1b11ae1"],
    ["win", "msix", "504b0304"],
    ["mac", "pkg", "78617221"],
    ["linux", "appimage", "7f454c4602010100414902"],
    ["linux", "deb", Buffer.from("!<arch>\ndebian-binary").toString("hex")],
    ["linux", "rpm", "edabeedb"],
    ["linux", "pacman", "28b52ffd"],
    ["linux", "snap", Buffer.from("hsqs").toString("hex")],
    ["linux", "flatpak", Buffer.from("flatpak\0").toString("hex")],
  ] as const)("for %s as %s begin as files of that kind do", (platform, format, magic) => {
    const bytes = make({ platform, format });
    expect(bytes.toString("hex", 0, magic.length / 2)).toBe(magic);
  });

  test("as dmg end with the trailer of a disk image that says how long the data before it is", () => {
    const bytes = make({ platform: "mac", format: "dmg" });
    const trailer = bytes.subarray(-512);
    expect(trailer.toString("latin1", 0, 4)).toBe("koly");
    expect(trailer.readUInt32BE(36)).toBe(bytes.length - 512);
  });
});
