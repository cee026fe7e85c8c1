import { describe, expect, test } from "vitest";
import { guessTarget } from "../../src/intake/guess-target.ts";

describe("what a build is for is guessed from its file name", () => {
  test.each([
    ["Webex Setup 45.4.1.exe", "win", "x64", "exe"],
    ["App-45.4.1-arm64.msi", "win", "arm64", "msi"],
    ["App-45.4.1-x86_64.AppImage", "linux", "x64", "appimage"],
    ["app_45.4.1_amd64.deb", "linux", "x64", "deb"],
    ["app-45.4.1.aarch64.rpm", "linux", "arm64", "rpm"],
    ["App-45.4.1-arm64.dmg", "mac", "arm64", "dmg"],
    ["App-45.4.1-arm64-mac.zip", "mac", "arm64", "zip"],
    ["App-darwin-x64.zip", "mac", "x64", "zip"],
    ["App-win64.zip", "win", "x64", "zip"],
    ["app-linux-x64.zip", "linux", "x64", "zip"],
    ["app-45.4.1-x86_64.pkg.tar.zst", "linux", "x64", "pacman"],
    ["App_45.4.1_x64.MSIXBundle", "win", "x64", "msixbundle"],
  ])("%s is for %s %s as %s", (name, platform, arch, format) => {
    expect(guessTarget(name, {})).toEqual({ ok: true, value: { platform, arch, format } });
  });

  test("what the person says beats the name", () => {
    expect(guessTarget("App-win-x64.zip", { platform: "mac", arch: "arm64", format: "ZIP" })).toEqual({
      ok: true,
      value: { platform: "mac", arch: "arm64", format: "zip" },
    });
  });

  test.each([
    ["App.zip", {}, "platform_unclear", "win, mac, linux"],
    ["App-win-mac.zip", {}, "platform_unclear", "--platform"],
    ["App.tar", {}, "platform_unclear", "win, mac, linux"],
    ["App.tar", { platform: "linux" }, "format_unknown", "appimage, deb"],
    ["App.exe", { platform: "beos" }, "platform_unknown", "win, mac, linux"],
    ["App-ia32.exe", {}, "arch_unknown", "x64, arm64"],
    ["App-universal.dmg", {}, "arch_unknown", "--arch"],
    ["App.exe", { arch: "mips" }, "arch_unknown", "x64, arm64"],
    ["App.dmg", { platform: "win" }, "format_unknown", "exe, msi"],
    ["App.exe.blockmap", { format: "exe" }, "file_name_of_another_format", ".exe"],
    ["latest.yml", { platform: "win", format: "exe" }, "file_name_of_another_format", ".exe"],
    ["app-linux.tar.zst", { format: "pacman" }, "file_name_of_another_format", ".pacman or .pkg.tar.zst"],
  ])("%s with %j is refused as %s and says what is allowed", (name, said, code, allowed) => {
    const guessed = guessTarget(name, said);
    expect(guessed).toMatchObject({ ok: false, error: { code } });
    expect(guessed.ok ? "" : guessed.error.message).toContain(allowed);
  });

  test("darwin holds the letters w-i-n, and is no Windows", () => {
    expect(guessTarget("app-darwin.zip", {})).toMatchObject({ value: { platform: "mac" } });
  });
});
