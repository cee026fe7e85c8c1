import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aRelease } from "../support/records.ts";
import { TAURI_DYNAMIC, TAURI_STATIC, type TauriSetting } from "./clients/tauri-client.ts";
import type { InstalledApp } from "./clients/updater-client.ts";
import { ask, LINUX, OUT, publish, signed, useTauriServer, WIN } from "./tauri-ground.ts";

useTauriServer();

describe("what a Tauri app was installed from", () => {
  const installed = (bundle: TauriSetting["bundle"], endpoint: string, at: InstalledApp = LINUX) =>
    ask({ ...at, version: "1.0.0" }, { endpoint, bundle: bundle ?? null });

  test.each([
    TAURI_DYNAMIC,
    TAURI_STATIC,
    "/feeds/tauri/{organization}/latest.json?version={{current_version}}",
  ])("decides which file it gets: on Linux only its own kind, on Windows either (%s)", async (endpoint) => {
    const release = aRelease("2.0.0", OUT);
    const kinds = ["exe", "msi", "appimage", "deb"] as const;
    publish(
      [release],
      kinds.map((kind) => signed(kind, { release })),
    );
    const got = async (bundle: TauriSetting["bundle"], at: InstalledApp) => {
      const outcome = await installed(bundle, endpoint, at);
      return outcome.kind === "update" ? Buffer.from(outcome.bytes).toString().split(" ")[0] : outcome.kind;
    };
    expect(await got("appimage", LINUX)).toBe("appimage");
    expect(await got("deb", LINUX)).toBe("deb");
    expect(await got(null, LINUX)).toBe("appimage");
    expect(await got("nsis", WIN)).toBe("exe");
    expect(await got("msi", WIN)).toBe("msi");
    publish([release], [signed("exe", { release })]);
    expect(await got("msi", WIN)).toBe("exe");
  });

  test("keeps an app that was installed from a package from the release without one", async () => {
    const release = aRelease("2.0.0", OUT);
    publish([release], [signed("appimage", { release })]);
    for (const endpoint of [TAURI_DYNAMIC, TAURI_STATIC]) {
      expect(await installed("deb", endpoint)).toEqual({ kind: "stay" });
      expect(await installed("rpm", endpoint)).toEqual({ kind: "stay" });
    }
  });
});

describe("the version that is announced", () => {
  test.each([TAURI_DYNAMIC, TAURI_STATIC])("is the one that the developer signed (%s)", async (endpoint) => {
    const release = aRelease("46.10.1.38083", OUT);
    const setting = { endpoint, requireSignedVersion: true };
    const old = { ...WIN, version: "46.9.0" };
    publish([release], [signed("exe", { release, signedAs: "46.10.1" })]);
    expect(await ask(old, setting)).toMatchObject({ kind: "update", version: "46.10.1" });
    publish([release], [signed("exe", { release, signedAs: "46.10.1-38083" })]);
    expect(await ask(old, setting)).toMatchObject({ kind: "update", version: "46.10.1-38083" });
    publish([release], [signed("exe", { release })]);
    expect(await ask(old, setting)).toMatchObject({ kind: "error", message: "the signature has no version" });
    expect(await ask(old, { endpoint })).toMatchObject({ kind: "update", version: "46.10.1-38083" });
  });

  test("is the one that was said with the build, if its signature names none", async () => {
    const release = aRelease("46.10.1.38083", OUT);
    const build = signed("exe", { release });
    const tauri = { signature: build.updaters.tauri?.signature ?? "", version: "1.2.0" };
    publish([release], [{ ...build, updaters: { tauri } }]);
    expect(await ask({ ...WIN, version: "1.1.0" })).toMatchObject({ kind: "update", version: "1.2.0" });
    expect(await ask({ ...WIN, version: "1.2.0" })).toEqual({ kind: "stay" });
  });

  test.each([
    ["46.10", "46.10.0"],
    ["46.10.1.5", "46.10.1-5"],
    ["v46.10.2-rc.1", "46.10.2-rc.1"],
  ])("is semver also where the app calls itself %s", async (appVersion, announced) => {
    const release = aRelease("46.10.1.38083", OUT);
    publish([release], [signed("exe", { release, change: { appVersion } })]);
    expect(await ask(WIN)).toMatchObject({ kind: "update", version: announced });
  });
});

describe("a file for all platforms", () => {
  const endpoint = "/feeds/tauri/{organization}/latest.json?version={{current_version}}";

  test("waits for a release until it is there for every platform that the app is for", async () => {
    const [one, two] = [aRelease("2.0.0", OUT), aRelease("3.0.0", OUT)];
    const ofOne = [signed("exe", { release: one }), signed("appimage", { release: one })];
    publish([one, two], [...ofOne, signed("exe", { release: two })]);
    expect(await ask(WIN, { endpoint })).toMatchObject({ version: "2.0.0" });
    expect(await ask(LINUX, { endpoint })).toMatchObject({ version: "2.0.0" });
    expect(await ask(WIN, { endpoint: TAURI_STATIC })).toMatchObject({ version: "3.0.0" });
    publish([one, two], [...ofOne, signed("exe", { release: two }), signed("appimage", { release: two })]);
    expect(await ask(LINUX, { endpoint })).toMatchObject({ version: "3.0.0" });
  });
});

test("the example's address is one by which an app is updated", async () => {
  const path = join(import.meta.dirname, "../../examples/tauri/tauri.conf.json");
  const { endpoints, requireSignedVersion } = JSON.parse(readFileSync(path, "utf8")).plugins.updater;
  const { origin } = new URL(endpoints[0]);
  const endpoint = endpoints[0].replace(origin, "").replace("ORGANIZATION", "{organization}");
  const release = aRelease("2.0.0", OUT);
  publish([release], [signed("exe", { release, signedAs: "2.0.0" })]);
  expect(await ask({ ...WIN, version: "1.0.0" }, { endpoint, requireSignedVersion })).toMatchObject({
    version: "2.0.0",
  });
  expect(await ask({ ...WIN, version: "2.0.0" }, { endpoint, requireSignedVersion })).toEqual({
    kind: "stay",
  });
});
