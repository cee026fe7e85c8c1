import { describe, expect, test } from "vitest";
import { planIntake } from "../../src/intake/plan.ts";
import { readAppxManifest } from "../../src/intake/readers/msix-identity.ts";
import { type Folder, found } from "./folders/folder.ts";
import { appcast } from "./folders/sparkle.ts";

describe("the systems that a build is for (R32)", () => {
  const systemsOf = (folder: Folder) => {
    const planned = planIntake(found(folder));
    if (!planned.ok) throw new Error(planned.error.message);
    return planned.value.builds.map(({ fileName, minimumOsVersion, maximumOsVersion }) =>
      [fileName, minimumOsVersion ?? "-", maximumOsVersion ?? "-"].join(" "),
    );
  };
  const yml = (file: string, least: string) =>
    Buffer.from(`version: 46.9.0\nfiles:\n  - url: ${file}\nminimumSystemVersion: ${least}\n`);

  test("are those of an appcast, for macOS and for Windows", () => {
    const item = (file: string, systems: string) =>
      `<item><sparkle:version>46.9</sparkle:version>${systems}<enclosure url="https://example.org/${file}"/></item>`;
    const least = (text: string) => `<sparkle:minimumSystemVersion>${text}</sparkle:minimumSystemVersion>`;
    const most = "<sparkle:maximumSystemVersion>14.7</sparkle:maximumSystemVersion>";
    const cast = appcast([
      item("App.dmg", least("12.0") + most),
      item("App.exe", least("10.0.17763")),
      item("App.pkg", ""),
    ]);
    const apps = ["App.dmg", "App.exe", "App.pkg"].map((name) => [name, Buffer.from(name)] as const);
    expect(systemsOf({ ...Object.fromEntries(apps), "appcast.xml": Buffer.from(cast) })).toEqual([
      "App.dmg 12.0 14.7",
      "App.exe 10.0.17763 -",
      "App.pkg - -",
    ]);
  });

  test("are electron-builder's for Windows; for macOS it says the number of the kernel", () => {
    const folder = {
      "App.exe": Buffer.from("win"),
      "App-46.9.0-mac.zip": Buffer.from("mac"),
      "latest.yml": yml("App.exe", "10.0.17763"),
      "latest-mac.yml": yml("App-46.9.0-mac.zip", "21.6.0"),
    };
    expect(systemsOf(folder)).toEqual(["App.exe 10.0.17763 -", "App-46.9.0-mac.zip - -"]);
  });

  test.each([
    [["Windows.Universal", "Windows.Desktop"], "10.0.17763.0"],
    [["Windows.Universal"], "10.0.10240.0"],
    [["Windows.Xbox"], undefined],
    [[], undefined],
  ])("are the oldest one of a package for %j; the newest that was tested is no limit", (families, least) => {
    const versions: Record<string, string> = {
      "Windows.Desktop": "10.0.17763.0",
      "Windows.Universal": "10.0.10240.0",
    };
    const named = families.map(
      (name) =>
        `<TargetDeviceFamily Name="${name}" MinVersion="${versions[name] ?? "10.0.1.0"}" MaxVersionTested="10.0.19041.0"/>`,
    );
    const identity = '<Identity Name="App" Publisher="CN=A" Version="1.0.0.0" ProcessorArchitecture="x64"/>';
    const manifest = `<Package>${identity}<Dependencies>${named.join("")}</Dependencies></Package>`;
    const read = readAppxManifest("App.msix", "App.msix", manifest);
    expect(read).toMatchObject({ ok: true, value: { fileName: "App.msix" } });
    expect(read.ok && [read.value.minimumOsVersion, read.value.maximumOsVersion]).toEqual([least, undefined]);
  });
});
