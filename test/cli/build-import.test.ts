import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Shape } from "../../src/client/shape.ts";
import { changingNothing, get } from "../api/caller.ts";
import { make } from "../api/tenancy.ts";
import { zippedApp } from "../intake/folders/apps.ts";
import { conveyorFolder } from "../intake/folders/conveyor.ts";
import { electronBuilderFolder } from "../intake/folders/electron-builder.ts";
import { bytesOf, type Folder, writeFolder } from "../intake/folders/folder.ts";
import { squirrelFolder, velopackFolder } from "../intake/folders/packages.ts";
import { edSignature, sparkleFolder } from "../intake/folders/sparkle.ts";
import { tauriFolder, tauriSig } from "../intake/folders/tauri.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";

type Build = Shape<"BuildAnswer">;

const bench = useRealBench();

/** A folder of the disk with the files of a tool. */
function lay(name: string, folder: Folder): string {
  const root = join(bench.folder, name);
  mkdirSync(root, { recursive: true });
  writeFolder(root, folder);
  return root;
}

const plan = (version: string) =>
  make(bench.server, "/v1/releases", { version, automaticAt: "2026-06-01", state: "planned" });

async function buildsOf(release: string): Promise<readonly Build[]> {
  const { items } = await get(bench.server, VENDOR_TOKEN, "/v1/builds?max=1000");
  return items.filter((build: Build) => build.releaseId === release);
}

const run = (root: string, ...more: string[]) => bench.sluice("build", "import", root, ...more);

function named(builds: readonly Build[], fileName: string): Build {
  const build = builds.find((one) => one.fileName === fileName);
  if (!build) throw new Error(`${fileName} is not there`);
  return build;
}

describe("build import", () => {
  test.each([
    ["electron-builder", electronBuilderFolder("61.1.0"), "61.1.0.100", 4],
    ["tauri", tauriFolder("61.2.0"), "61.2.0.100", 7],
    ["squirrel", squirrelFolder(), "46.9", 2],
    ["velopack", velopackFolder(), "46.9.0.1", 3],
    ["sparkle", sparkleFolder(), "46.9.0.2", 1],
    ["conveyor", conveyorFolder("61.3.0"), "61.3", 6],
  ] as const)(
    "of the folder of %s adds all of one version, and run again changes nothing",
    async (name, folder, version, count) => {
      const root = lay(name, folder);
      const release = await plan(version);
      const dry = await changingNothing(bench.server, () =>
        run(root, "--release", version, "--dry-run", "--json"),
      );
      expect(dry).toMatchObject({ exit: 0, err: "" });
      const states = JSON.parse(dry.out).items.map(({ state }: { state: string }) => state);
      expect(states).toEqual(Array.from({ length: count }, () => "new"));
      expect(await run(root, "--release", version)).toMatchObject({
        exit: 0,
        out: `${version}: ${count} builds added, 0 changed, 0 there already.\n`,
      });
      const added = await buildsOf(release);
      expect(added).toHaveLength(count);
      const again = await changingNothing(bench.server, () => run(root, "--release", version));
      expect(again.out).toBe(`${version}: 0 builds added, 0 changed, ${count} there already.\n`);
      expect(await buildsOf(release)).toEqual(added);
    },
  );

  test("gives each build what its updater reads, with the version that its app calls itself", async () => {
    const release = await plan("62.1.0.7");
    await run(lay("electron-62", electronBuilderFolder("62.1.0")), "--release", "62.1.0.7");
    const builds = await buildsOf(release);
    expect(named(builds, "App Setup 62.1.0.exe")).toMatchObject({
      appVersion: "62.1.0",
      updaters: { electron: { isAdminRightsRequired: true } },
      companions: [{ kind: "blockmap", fileName: "App Setup 62.1.0.exe.blockmap", from: null }],
    });
    expect(named(builds, "App-62.1.0.AppImage").updaters).toEqual({ electron: { blockMapSize: 57 } });
  });

  test("reads what only the inside of files says: architectures, manifests, control paragraphs, versions", async () => {
    const velopack = await plan("46.9.0.3");
    await run(lay("velopack-2", velopackFolder()), "--release", "46.9.0.3");
    expect(named(await buildsOf(velopack), "App-46.9.0-osx-full.nupkg")).toMatchObject({
      arch: "arm64",
      appVersion: "46.9.0",
      updaters: { velopack: { packageId: "App", version: "46.9.0" } },
      companions: [{ kind: "delta", fileName: "App-46.9.0-osx-delta.nupkg", from: "46.8.0" }],
    });
    const tauri = await plan("62.2.0.7");
    await run(lay("tauri-62", tauriFolder("62.2.0")), "--release", "62.2.0.7");
    const builds = await buildsOf(tauri);
    expect(named(builds, "App.app.tar.gz")).toMatchObject({
      platform: "mac",
      arch: "arm64",
      appVersion: "62.2.0",
      updaters: { tauri: { signature: tauriSig("macos/App.app.tar.gz") } },
    });
    expect(named(builds, "App_62.2.0_amd64.deb").updaters.apt?.control).toContain("Version: 62.2.0\n");
  });

  test("has Sparkle's deltas begin where its appcast says", async () => {
    const release = await plan("46.9.0.4");
    await run(lay("sparkle-2", sparkleFolder()), "--release", "46.9.0.4");
    const [build] = await buildsOf(release);
    expect(build?.companions).toMatchObject([
      { fileName: "App9000-8000.delta", from: "8000", edSignature: edSignature("App9000-8000.delta") },
    ]);
    expect(build?.updaters.sparkle).toMatchObject({ bundleVersion: "9000", minimumSystemVersion: "12.0" });
  });

  test("brings a signature that came later, and nothing else", async () => {
    const release = await plan("62.3.0");
    const folder = tauriFolder("62.3.0");
    const path = "nsis/App_62.3.0_x64-setup.exe";
    const { [`${path}.sig`]: signature = Buffer.alloc(0), ...unsigned } = folder;
    const root = lay("tauri-late", unsigned);
    const first = await run(root, "--release", "62.3.0");
    expect(first.err).toContain("App_62.3.0_x64-setup.exe lacks for tauri: updaters.tauri.signature\n");
    writeFileSync(join(root, `${path}.sig`), signature);
    const dry = JSON.parse((await run(root, "--dry-run", "--json")).out);
    expect(dry.items.filter(({ state }: { state: string }) => state !== "there")).toMatchObject([
      { fileName: "App_62.3.0_x64-setup.exe", state: "changed" },
    ]);
    expect((await run(root)).out).toBe("62.3.0: 0 builds added, 1 changed, 6 there already.\n");
    const build = named(await buildsOf(release), "App_62.3.0_x64-setup.exe");
    expect(build.updaters.tauri?.signature).toBe(String(signature));
  });

  test("shows on the way what it found, and what it leaves out", async () => {
    await plan("62.4.0.1");
    const folder = { ...electronBuilderFolder("62.4.0"), "App.zip": zippedApp("62.4.0") };
    const { out } = await run(lay("electron-shown", folder), "--dry-run");
    const [heading, ...lines] = out.split("\n");
    expect(heading).toMatch(/^FILE +PLATFORM +ARCH +FORMAT +SIZE +APP +CARRIES +STATE$/);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^App Setup 62\.4\.0\.exe +win +x64 +exe +400 B +62\.4\.0 +electron, block map +new$/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^App\.zip +mac +x64 +zip .* 62\.4\.0 +system 12\.0 and newer +new$/),
    );
    expect(lines).toContain("Files of 46.8.0 are left out.");
    expect(lines).toContain("readme.txt: left out, not of a build");
    expect(lines.at(-2)).toBe("Nothing was sent: it was a dry run.");
  });

  test.each([
    ["of another version than the release", "63.1", ["--release", "63.1"], "version_of_another_release", 2],
    ["of a release that is not there", "63.2", ["--release", "63.3"], "release_unknown", 1],
    ["whose release is not planned", "63.4", [], "release_unknown", 1],
  ])("of files %s sends nothing and says so", async (_what, version, options, code, exit) => {
    await plan(version);
    const root = lay(`wrong-${version}`, { "App-64.0.0.exe": bytesOf("app") });
    const ran = await changingNothing(bench.server, () => run(root, ...options));
    expect(ran).toMatchObject({ exit, err: expect.stringContaining(`[${code}]`) });
  });

  test("of an app that calls itself otherwise than its release needs to be told", async () => {
    const release = await plan("63.5");
    const root = lay("three-two", { "App-3.2.1.exe": bytesOf("app"), "App-3.2.0.exe": bytesOf("older") });
    expect(await run(root, "--release", "63.5", "--app-version", "3.2.1")).toMatchObject({ exit: 0 });
    expect(await buildsOf(release)).toMatchObject([{ fileName: "App-3.2.1.exe", appVersion: "3.2.1" }]);
  });

  test.each([
    ["a file that was packed again since", "App Setup 63.6.0.exe", bytesOf("another"), "digest_mismatch"],
    [
      "a text that is not as its tool writes it",
      "latest.yml",
      Buffer.from("version: 1\nfiles: 1"),
      "metadata_malformed",
    ],
    ["an archive that is cut", "App-63.6.0-arm64-mac.zip", bytesOf("no archive"), "metadata_malformed"],
    ["a block map of another file", "App-63.6.0.AppImage.blockmap", bytesOf("map"), "companion_does_not_fit"],
  ])("refuses %s, names it, and sends nothing", async (_what, path, bytes, code) => {
    const folder = { ...electronBuilderFolder("63.6.0"), [path]: bytes };
    const root = lay(`bad-${code}-${path.length}`, folder);
    if ((await bench.sluice("release", "list")).out.includes("63.6.0") === false) await plan("63.6.0");
    const ran = await changingNothing(bench.server, () => run(root));
    expect(ran).toMatchObject({ exit: 2, err: expect.stringContaining(`[${code}]`) });
    expect(ran.err).toContain(path.replace(".blockmap", ""));
  });

  test("of a folder that is not there, or has nothing in it, says so", async () => {
    const none = await run(join(bench.folder, "no-such-folder"));
    expect(none).toMatchObject({ exit: 2, err: expect.stringContaining("[file_unreadable]") });
    const empty = await run(lay("empty", { "readme.txt": bytesOf("readme") }));
    expect(empty).toMatchObject({ exit: 2, err: expect.stringContaining("[builds_missing]") });
  });
});
