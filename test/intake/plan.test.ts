import { describe, expect, test } from "vitest";
import { parseVersion } from "../../src/catalog/version.ts";
import { lackingOf } from "../../src/intake/fit.ts";
import type { FoundBuild, IntakePlan } from "../../src/intake/found-build.ts";
import {
  buildsOfVersion,
  detailsIn,
  NOTHING_CARRIED,
  versionOfRelease,
  versionsOf,
} from "../../src/intake/of-release.ts";
import { planIntake } from "../../src/intake/plan.ts";
import { conveyorFolder } from "./folders/conveyor.ts";
import { electronBuilderFolder } from "./folders/electron-builder.ts";
import { type Folder, found } from "./folders/folder.ts";
import { squirrelFolder, velopackFolder } from "./folders/packages.ts";
import { edSignature, sparkleFolder } from "./folders/sparkle.ts";
import { tauriFolder, tauriSig } from "./folders/tauri.ts";

function plan(folder: Folder): IntakePlan {
  const planned = planIntake(found(folder));
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

/** `win x64 exe 46.9.0 App.exe` of every build. */
function lines({ builds }: IntakePlan): readonly string[] {
  return builds.map(({ platform, arch, format, version, fileName }) =>
    [platform, arch, format, version ?? "-", fileName].join(" "),
  );
}

function buildNamed({ builds }: IntakePlan, fileName: string): FoundBuild {
  const build = builds.find((one) => one.fileName === fileName);
  if (!build) throw new Error(`${fileName} is no build`);
  return build;
}

const leftOut = ({ leftOut: files }: IntakePlan) => files.map(({ path, why }) => `${path}: ${why}`);

const version = (text: string) => {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};

describe("the output folder of electron-builder", () => {
  const planned = plan(electronBuilderFolder());

  test("has a build for each packed file, of the version that its latest.yml says", () => {
    expect(lines(planned)).toEqual([
      "win x64 exe 46.9.0 App Setup 46.9.0.exe",
      "mac x64 dmg 46.9.0 App-46.9.0.dmg",
      "linux x64 appimage 46.9.0 App-46.9.0.AppImage",
      "mac arm64 zip 46.9.0 App-46.9.0-arm64-mac.zip",
      "win x64 exe 46.8.0 App Setup 46.8.0.exe",
    ]);
    expect(planned.read).toEqual(["latest.yml", "latest-mac.yml", "latest-linux.yml"]);
    expect(leftOut(planned)).toEqual([
      "builder-debug.yml: not_understood",
      "builder-effective-config.yaml: not_understood",
      "readme.txt: not_understood",
    ]);
  });

  test("has what its updater reads, block maps, and the digests that the files must have", () => {
    const setup = buildNamed(planned, "App Setup 46.9.0.exe");
    expect(setup.updaters).toEqual({ electron: { isAdminRightsRequired: true } });
    expect(setup.expected).toEqual({ size: 400, sha512: expect.stringMatching(/^[\w+/]{86}==$/) });
    expect(setup.companions).toMatchObject([
      { path: "App Setup 46.9.0.exe.blockmap", kind: "blockmap", from: null },
    ]);
    expect(buildNamed(planned, "App-46.9.0.AppImage").updaters).toEqual({ electron: { blockMapSize: 57 } });
    expect(buildNamed(planned, "App Setup 46.8.0.exe").companions).toEqual([]);
  });
});

describe("the bundle folder of Tauri", () => {
  const planned = plan(tauriFolder());

  test("has a build for each package, and none for what they were packed from", () => {
    expect(lines(planned)).toEqual([
      "win x64 exe 46.9.0 App_46.9.0_x64-setup.exe",
      "win x64 msi 46.9.0 App_46.9.0_x64_en-US.msi",
      "mac arm64 app.tar.gz - App.app.tar.gz",
      "linux x64 appimage 46.9.0 App_46.9.0_amd64.AppImage",
      "linux x64 deb 46.9.0 App_46.9.0_amd64.deb",
      "mac arm64 dmg 46.9.0 App_46.9.0_aarch64.dmg",
      "linux x64 rpm 46.9.0 App-46.9.0-1.x86_64.rpm",
    ]);
    expect(leftOut(planned)).toEqual(["dmg/bundle_dmg.sh: not_understood"]);
  });

  test("has the signatures, and says which package lacks one", () => {
    const { updaters } = buildNamed(planned, "App_46.9.0_x64-setup.exe");
    expect(updaters).toEqual({ tauri: { signature: tauriSig("nsis/App_46.9.0_x64-setup.exe") } });
    expect(lackingOf(planned.builds).map(({ fileName, updater }) => `${fileName}: ${updater}`)).toEqual([
      "App-46.9.0-1.x86_64.rpm: tauri",
    ]);
  });

  test("has the version of the app in the names of what is signed, which other names only suggest", () => {
    const release = version("46.9.0.35800");
    const appVersion = (name: string) => detailsIn(buildNamed(planned, name), release).appVersion;
    expect(appVersion("App_46.9.0_x64-setup.exe")).toBe("46.9.0");
    expect(appVersion("App-46.9.0-1.x86_64.rpm")).toBeNull();
  });

  test("of which the version was signed too announces exactly that version", () => {
    const path = "nsis/App_46.9.0_x64-setup.exe";
    const signed = plan({ ...tauriFolder(), [`${path}.sig`]: Buffer.from(tauriSig(path, "46.9.0")) });
    const setup = buildNamed(signed, "App_46.9.0_x64-setup.exe");
    expect(setup.updaters.tauri?.version).toBe("46.9.0");
    expect(detailsIn(setup, version("46.9.0")).updaters.tauri).not.toHaveProperty("version");
    expect(detailsIn(setup, version("46.9.0.35800")).updaters.tauri?.version).toBe("46.9.0");
  });

  test("with a latest.json has its version and its keys", () => {
    const file = "App.app.tar.gz";
    const platforms = { "darwin-x86_64": { url: `https://example.org/${file}`, signature: tauriSig("x") } };
    const latest = { version: "v46.9.0", notes: "", pub_date: "2026-03-01T12:00:00Z", platforms };
    const planned = plan({ [file]: Buffer.from("app"), "latest.json": Buffer.from(JSON.stringify(latest)) });
    expect(lines(planned)).toEqual(["mac x64 app.tar.gz 46.9.0 App.app.tar.gz"]);
  });

  test("an app archive whose architecture nothing tells is left out, and not taken for x64", () => {
    const planned = plan({ "macos/App.app.tar.gz": Buffer.from("app") });
    expect(leftOut(planned)).toEqual(["macos/App.app.tar.gz: arch_unclear"]);
    const below = plan({ "aarch64-apple-darwin/release/bundle/macos/App.app.tar.gz": Buffer.from("app") });
    expect(lines(below)).toEqual(["mac arm64 app.tar.gz - App.app.tar.gz"]);
  });
});

describe("the folder of Squirrel.Windows", () => {
  const planned = plan(squirrelFolder());

  test("has whole packages as builds, and deltas with what they begin with", () => {
    expect(lines(planned)).toEqual([
      "win x64 nupkg 46.7.0 App-46.7.0-full.nupkg",
      "win x64 nupkg 46.8.0 App-46.8.0-full.nupkg",
      "win x64 nupkg 46.9.0 App-46.9.0-full.nupkg",
      "win x64 exe - Setup.exe",
    ]);
    const newest = buildNamed(planned, "App-46.9.0-full.nupkg");
    expect(newest.companions).toMatchObject([
      { fileName: "App-46.9.0-delta.nupkg", kind: "delta", from: "46.8.0", edSignature: null },
    ]);
    expect(newest.updaters).toEqual({ "squirrel-windows": {} });
    expect(newest.expected.sha1).toMatch(/^[0-9a-f]{40}$/);
    expect(leftOut(planned)).toEqual([]);
  });

  test("of one version has what says no version of its own: the installer of the newest", () => {
    const names = (of: string) => buildsOfVersion(planned.builds, of).map(({ fileName }) => fileName);
    expect(versionsOf(planned.builds)).toEqual(["46.9.0", "46.8.0", "46.7.0"]);
    expect(names("46.9")).toEqual(["App-46.9.0-full.nupkg", "Setup.exe"]);
    expect(names("46.8.0")).toEqual(["App-46.8.0-full.nupkg"]);
  });

  test("a delta whose beginning is not listed belongs to nothing, and is said to be left out", () => {
    const { RELEASES, ...rest } = squirrelFolder();
    const cut = String(RELEASES)
      .split("\n")
      .filter((line) => !line.includes("46.8.0-full"))
      .filter((line) => !line.includes("46.7.0"));
    const planned = plan({ ...rest, RELEASES: Buffer.from(cut.join("\n")) });
    expect(buildNamed(planned, "App-46.9.0-full.nupkg").companions).toEqual([]);
    expect(leftOut(planned)).toContain("App-46.9.0-delta.nupkg: no_build_for_it");
  });
});

describe("the folder of Velopack", () => {
  const planned = plan(velopackFolder());

  test("has the versions that its JSON says, which the names of files do not", () => {
    expect(lines(planned)).toEqual([
      "mac x64 nupkg 46.8.0 App-46.8.0-osx-full.nupkg",
      "mac x64 nupkg 46.9.0 App-46.9.0-osx-full.nupkg",
      "mac x64 pkg - App-osx-Setup.pkg",
      "mac x64 zip - App-osx-Portable.zip",
    ]);
    const newest = buildNamed(planned, "App-46.9.0-osx-full.nupkg");
    expect(newest.updaters).toEqual({ velopack: { packageId: "App", version: "46.9.0" } });
    expect(newest.companions).toMatchObject([{ fileName: "App-46.9.0-osx-delta.nupkg", from: "46.8.0" }]);
    expect(detailsIn(newest, version("46.9.0"))).toEqual({
      ...NOTHING_CARRIED,
      updaters: { velopack: { packageId: "App" } },
    });
  });
});

describe("the folder of generate_appcast", () => {
  const planned = plan(sparkleFolder());

  test("has signatures, versions and systems as Sparkle reads them, and deltas with theirs", () => {
    expect(lines(planned)).toEqual(["mac x64 zip 46.8 App 46.8.zip", "mac x64 zip 46.9 App 46.9.zip"]);
    const newest = buildNamed(planned, "App 46.9.zip");
    expect(newest.updaters).toEqual({
      sparkle: {
        edSignature: edSignature("46.9"),
        bundleVersion: "9000",
        shortVersion: "46.9",
        minimumSystemVersion: "12.0",
      },
    });
    expect(newest.companions).toMatchObject([
      { fileName: "App9000-8000.delta", from: "8000", edSignature: edSignature("App9000-8000.delta") },
    ]);
    expect(leftOut(planned)).toEqual([]);
  });
});

describe("the site of Conveyor", () => {
  const planned = plan(conveyorFolder());

  test("has a build for each system, each with what its updater reads", () => {
    expect(lines(planned)).toEqual([
      "mac x64 zip 46.9.0 app-46.9.0-mac-amd64.zip",
      "mac arm64 zip 46.9.0 app-46.9.0-mac-aarch64.zip",
      "win x64 msix 46.9.0 app-46.9.0.x64.msix",
      "win x64 zip 46.9.0 app-46.9.0-windows-amd64.zip",
      "linux x64 tar.gz 46.9.0 app-46.9.0-linux-amd64.tar.gz",
      "linux x64 deb 46.9.0 app_46.9.0_amd64.deb",
    ]);
    expect(buildNamed(planned, "app-46.9.0.x64.msix").updaters).toEqual({
      msix: {
        name: "Example.App",
        publisher: "CN=Example & Sons, C=NL",
        version: "46.9.0.0",
        architecture: "x64",
      },
    });
    expect(buildNamed(planned, "app_46.9.0_amd64.deb").updaters).toEqual({
      apt: {
        control: "Package: app\nVersion: 46.9.0\nArchitecture: amd64\nDescription: An app\n It does things.",
      },
    });
    expect(buildNamed(planned, "app-46.9.0-mac-aarch64.zip").updaters.sparkle).toMatchObject({
      edSignature: edSignature("app-46.9.0-mac-aarch64.zip"),
    });
  });
});

describe("an appcast for Windows", () => {
  test("is WinSparkle's", () => {
    const enclosure = `<enclosure url="https://example.org/App-setup.exe" sparkle:os="windows-arm64"
      sparkle:version="46.9.0.35800" sparkle:installerArguments="/silent" sparkle:edSignature="${edSignature("w")}"/>`;
    const cast = `<rss xmlns:sparkle="http://www.andymatuschak.org/xml-namespaces/sparkle"><channel><item>${enclosure}</item></channel></rss>`;
    const planned = plan({ "App-setup.exe": Buffer.from("app"), "updates.xml": Buffer.from(cast) });
    expect(lines(planned)).toEqual(["win arm64 exe 46.9.0.35800 App-setup.exe"]);
    expect(planned.builds[0]?.updaters).toEqual({
      winsparkle: { edSignature: edSignature("w"), installerArguments: "/silent" },
    });
  });
});

describe("a file for several architectures, or for none of those that a build can have", () => {
  test("is a build for each, or left out with the reason", () => {
    const planned = plan({
      "App-46.9.0-universal.dmg": Buffer.from("both"),
      "App-46.9.0-ia32.exe": Buffer.from("old"),
      "App.zip": Buffer.from("whose"),
      "b/App-46.9.0-universal.dmg": Buffer.from("again"),
      "lost.exe.blockmap": Buffer.from("map"),
    });
    expect(lines(planned)).toEqual([
      "mac x64 dmg 46.9.0 App-46.9.0-universal.dmg",
      "mac arm64 dmg 46.9.0 App-46.9.0-universal.dmg",
    ]);
    expect(leftOut(planned)).toEqual([
      "App-46.9.0-ia32.exe: architecture_not_offered",
      "App.zip: platform_unclear",
      "b/App-46.9.0-universal.dmg: there_twice",
      "lost.exe.blockmap: no_build_for_it",
    ]);
  });
});

describe("the version of a release in a folder", () => {
  test.each([
    ["46.9.0.35800", ["46.9.0"], "46.9.0"],
    ["46.9.0.35800", ["46.9.0", "46.9.0-35800"], "46.9.0-35800"],
    ["46.9", ["46.9.0", "46.8.0"], "46.9.0"],
    ["46.10", ["46.9.0"], null],
    ["46.9.0", ["46.9.0-rc.1"], null],
    ["46.9.1", ["46.9.0", "46.9"], "46.9"],
  ])("%s of %j is %s", (release, versions, expected) => {
    expect(versionOfRelease(versions, version(release))).toBe(expected);
  });

  test("is what the app calls itself only if something says so, and it is not the release's", () => {
    const [said] = plan(electronBuilderFolder()).builds;
    const [named] = plan({ "App-46.9.0.exe": Buffer.from("app") }).builds;
    if (!said || !named) throw new Error("nothing was found");
    expect(detailsIn(said, version("46.9.0.35800")).appVersion).toBe("46.9.0");
    expect(detailsIn(said, version("46.9")).appVersion).toBeNull();
    expect(detailsIn(named, version("46.9.0.35800")).appVersion).toBeNull();
  });
});
