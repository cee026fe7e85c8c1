import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Build } from "../../src/catalog/build.ts";
import type { Target } from "../../src/catalog/platform.ts";
import { parseRunningVersion } from "../../src/catalog/running-version.ts";
import { electronTarget, formatElectronFeed } from "../../src/feeds/electron.ts";
import { parseElectronFeedFile } from "../../src/feeds/electron-file.ts";
import { readFormat } from "../../src/feeds/feed.ts";
import { toInstant } from "../../src/instant.ts";
import { SUPPORTED } from "../../src/policy/support.ts";
import { aBuild, anEntry } from "./feed-server.ts";

const ORIGIN = "https://updates.example.org";
const NOTHING_ASKED = { arch: null, format: null };
const WIN: Target = { platform: "win", arch: "x64", formats: ["exe"], updater: "electron" };
const LINUX: Target = {
  platform: "linux",
  arch: "x64",
  formats: ["appimage", "deb", "rpm", "pacman"],
  updater: "electron",
};

/** A day on which every release of these tests is out. */
const NOW = toInstant(Date.UTC(2026, 5, 1));

const bytes = (text: string) => new TextEncoder().encode(text);

/** The feed of an update to 45.5.0.32411 with these builds; the first is the one decided on. */
function feedOf(target: Target, builds: readonly [Build, ...Build[]], notes = "") {
  const { release, ...rest } = anEntry("45.5.0.32411", builds);
  const entry = { ...rest, release: { ...release, notes } };
  const told = { final: true, support: SUPPORTED, reasons: [] } as const;
  const verdict = { action: "update", release: entry.release, build: builds[0], ...told } as const;
  const text = formatElectronFeed({
    verdict,
    target,
    running: null,
    os: null,
    calendar: [entry],
    origin: ORIGIN,
    at: NOW,
  });
  return { text, feed: parse(text) };
}

function stayFeedOf(running: string | null, builds: readonly Build[] = []) {
  const verdict = { action: "stay", final: true, support: SUPPORTED, reasons: [] } as const;
  const calendar = [anEntry("45.5.0.32411", builds)];
  const said = running === null ? null : parseRunningVersion(running);
  return parse(
    formatElectronFeed({ verdict, target: WIN, running: said, os: null, calendar, origin: ORIGIN, at: NOW }),
  );
}

test.each([
  ["latest.yml", { platform: "win", arch: null }],
  ["latest-mac.yml", { platform: "mac", arch: null }],
  ["latest-linux.yml", { platform: "linux", arch: "x64" }],
  ["latest-linux-arm64.yml", { platform: "linux", arch: "arm64" }],
  ["latest-linux-armv7l.yml", { platform: "linux", arch: "other" }],
  ["latest-linux-riscv64.yml", { platform: "linux", arch: "other" }],
  ["latest-linux-arm64-musl.yml", { platform: "linux", arch: "other" }],
  ["beta.yml", { platform: "win", arch: null }],
  ["beta-mac.yml", { platform: "mac", arch: null }],
  ["next.2-linux-arm64.yml", { platform: "linux", arch: "arm64" }],
  ["latest-arm64-mac.yml", { platform: "mac", arch: "arm64" }],
  ["latest-mac-arm64.yml", { platform: "mac", arch: "arm64" }],
  ["latest-x64.yml", { platform: "win", arch: "x64" }],
  ["beta-ia32.yml", { platform: "win", arch: "other" }],
  ["ia32.yml", { platform: "win", arch: "other" }],
  ["latest-mac-ppc.yml", { platform: "mac", arch: "other" }],
  ["charm.yml", { platform: "win", arch: null }],
  ["constructor", null],
  ["latest.yaml", null],
  ["latest.json", null],
  [".yml", null],
  ["-mac.yml", null],
  ["..yml", null],
  ["a/b.yml", null],
  ["latest.yml\n", null],
])("the file %s stands for %o", (fileName, expected) => {
  expect(parseElectronFeedFile(fileName)).toEqual(expected);
});

describe("the target of a decision", () => {
  test("has only the formats that the updater can install", () => {
    expect(electronTarget({ platform: "win", arch: null }, NOTHING_ASKED, [])).toEqual(WIN);
    expect(electronTarget({ platform: "linux", arch: "x64" }, NOTHING_ASKED, [])).toEqual(LINUX);
  });

  test.each([
    ["linux", "deb", "deb"],
    ["linux", "RPM", "rpm"],
    ["win", "exe", "exe"],
    ["win", "msi", "other"],
    ["linux", "snap", "other"],
    ["win", "deb", null],
    ["win", "banana", null],
    ["win", ["exe", "msi"], null],
    ["win", "", null],
    ["win", undefined, null],
  ] as const)("on %s, the format %j is read as %s", (platform, said, read) => {
    expect(readFormat("electron", platform, said)).toBe(read);
  });

  test("has no format at all for another architecture or format than there can be builds of", () => {
    const nothing = { platform: "win", arch: "x64", formats: [] };
    expect(electronTarget({ platform: "win", arch: "other" }, NOTHING_ASKED, [])).toEqual(nothing);
    expect(electronTarget({ platform: "win", arch: null }, { arch: "other", format: null }, [])).toEqual(
      nothing,
    );
    expect(electronTarget({ platform: "win", arch: null }, { arch: null, format: "other" }, [])).toEqual(
      nothing,
    );
    const linux = electronTarget({ platform: "linux", arch: "x64" }, { arch: "other", format: null }, []);
    expect(linux.formats).toEqual([]);
  });

  test("has the one format that the query names", () => {
    const asked = { arch: null, format: "deb" } as const;
    expect(electronTarget({ platform: "linux", arch: "x64" }, asked, []).formats).toEqual(["deb"]);
  });

  test("has the architecture of the file's name on Linux, whatever the query says", () => {
    const asked = { arch: "x64", format: null } as const;
    expect(electronTarget({ platform: "linux", arch: "arm64" }, asked, []).arch).toBe("arm64");
  });

  test("has the architecture that the query says, elsewhere", () => {
    const asked = { arch: "arm64", format: null } as const;
    expect(electronTarget({ platform: "mac", arch: null }, asked, []).arch).toBe("arm64");
  });
});

describe("an update", () => {
  test("is written as electron-builder writes it, with every value as text that no YAML reader takes for a date", () => {
    const build = aBuild(bytes("x64"), { fileName: "Demo Setup 45.5.exe" });
    const { text } = feedOf(WIN, [build]);
    const url = `/builds/${build.sha256}/Demo%20Setup%2045.5.exe#x64`;
    expect(parse(text, { schema: "yaml-1.1" })).toEqual({
      version: "45.5.0-32411",
      files: [{ url, sha512: build.sha512, size: 3 }],
      path: url,
      sha512: build.sha512,
      releaseDate: "2026-01-07T00:00:00.000Z",
      releaseName: "45.5.0.32411",
    });
  });

  test("says what the app developer said of the build, and what the release brings", () => {
    const said = { blockMapSize: 1234, isAdminRightsRequired: true, minimumSystemVersion: "20.6.0" };
    const build = aBuild(bytes("x64"), { updaters: { electron: said } });
    const notes = '# New\n\n- faster: "twice"\n- no: yes\n';
    const { feed } = feedOf(WIN, [build], notes);
    expect(feed).toMatchObject({
      files: [{ blockMapSize: 1234, isAdminRightsRequired: true }],
      minimumSystemVersion: "20.6.0",
      releaseName: "45.5.0.32411",
      releaseNotes: notes,
    });
    const other = { electron: { isAdminRightsRequired: false } };
    const plain = feedOf(WIN, [aBuild(bytes("x64"), { updaters: other })]).feed;
    expect(Object.keys(plain.files[0])).toEqual(["url", "sha512", "size"]);
    expect(plain).not.toHaveProperty("releaseNotes");
    expect(plain).not.toHaveProperty("minimumSystemVersion");
  });

  test("announces no block map of a file that another server sends, which may not know several ranges", () => {
    const elsewhere = { url: "https://cdn.example.com/Demo.AppImage", sha256: null };
    const build = aBuild(bytes("x64"), { updaters: { electron: { blockMapSize: 1234 } }, ...elsewhere });
    expect(feedOf(WIN, [build]).feed.files[0]).not.toHaveProperty("blockMapSize");
  });

  test("lists no other build than those of which the version and the system that it announces are true", () => {
    const needs = (minimumSystemVersion: string) => ({ updaters: { electron: { minimumSystemVersion } } });
    const [x64, arm64] = [aBuild(bytes("x64"), needs("20.0.0")), aBuild(bytes("arm64"), { arch: "arm64" })];
    expect(sha512s(feedOf(WIN, [x64, arm64]).feed)).toEqual([x64.sha512]);
    expect(sha512s(feedOf(WIN, [x64, { ...arm64, ...needs("20.0.0") }]).feed)).toHaveLength(2);
    expect(sha512s(feedOf(WIN, [x64, { ...arm64, ...needs("21.0.0") }]).feed)).toHaveLength(1);
    const called = { ...x64, appVersion: "45.5.0" };
    expect(feedOf(WIN, [called]).feed.version).toBe("45.5.0");
    expect(sha512s(feedOf(WIN, [called, { ...arm64, ...needs("20.0.0") }]).feed)).toEqual([x64.sha512]);
  });

  test("lists both architectures on Windows and macOS, the decided one first", () => {
    const [x64, arm64] = [aBuild(bytes("x64"), {}), aBuild(bytes("arm64"), { arch: "arm64" })];
    expect(sha512s(feedOf(WIN, [x64, arm64]).feed)).toEqual([x64.sha512, arm64.sha512]);
    expect(sha512s(feedOf({ ...WIN, arch: "arm64" }, [arm64, x64]).feed)).toEqual([arm64.sha512, x64.sha512]);
  });

  test("lists every installable format on Linux, of the asked architecture only", () => {
    const linux = (change: Partial<Build>) =>
      aBuild(bytes(JSON.stringify(change)), { platform: "linux", ...change });
    const appimage = linux({ format: "appimage" });
    const deb = linux({ format: "deb" });
    const others = [linux({ format: "snap" }), linux({ format: "deb", arch: "arm64" })];
    expect(sha512s(feedOf(LINUX, [appimage, ...others, deb]).feed)).toEqual([appimage.sha512, deb.sha512]);
  });

  test("lists, of a version that was built twice, the newer build", () => {
    const older = aBuild(bytes("older"), { addedAt: toInstant(1) });
    const newer = aBuild(bytes("newer"), { addedAt: toInstant(2) });
    expect(sha512s(feedOf(WIN, [newer, older]).feed)).toEqual([newer.sha512]);
  });

  test("points to a build hosted elsewhere where it lies", () => {
    const build = aBuild(bytes("x64"), { url: "https://cdn.example.com/Demo-x64.exe", sha256: null });
    expect(feedOf(WIN, [build]).feed.path).toBe("https://cdn.example.com/Demo-x64.exe");
  });

  test("writes another architecture's name in a URL so that the client overlooks it and servers read the same", () => {
    const build = aBuild(bytes("x64"), { url: "https://arm64.example.com/arm64/Demo.exe", sha256: null });
    const { path } = feedOf(WIN, [build]).feed;
    expect(path).not.toContain("arm64");
    const { host, pathname, hash } = new URL(path);
    expect([host, decodeURIComponent(pathname), hash]).toEqual([
      "arm64.example.com",
      "/arm64/Demo.exe",
      "#x64",
    ]);
  });
});

describe("stay", () => {
  test("is a feed of the version that runs, which nobody is let in to", () => {
    expect(stayFeedOf("45.5.0.32411")).toMatchObject({
      version: "45.5.0-32411",
      stagingPercentage: 0,
      releaseDate: "2026-01-07T00:00:00.000Z",
    });
  });

  test("is a feed of what the app calls itself, with the date of the release that it is", () => {
    const called = aBuild(bytes("x64"), { appVersion: "7.1.0" });
    expect(stayFeedOf("7.1.0", [called])).toMatchObject({
      version: "7.1.0",
      releaseDate: "2026-01-07T00:00:00.000Z",
    });
    expect(stayFeedOf("7.2.0", [called])).toMatchObject({
      version: "7.2.0",
      releaseDate: "1970-01-01T00:00:00.000Z",
    });
  });

  test("is a feed of 0.0.0-0 where no version was said", () => {
    expect(stayFeedOf(null)).toMatchObject({ version: "0.0.0-0", stagingPercentage: 0 });
  });

  test.each([
    ["45.5.0", "45.5.0"],
    ["45.5.0.0", "45.5.0-0"],
    ["v3.0.0-rc.2.7+55", "3.0.0-rc.2.7"],
    ["3.0.0+55", "3.0.0"],
    ["banana", "0.0.0-0"],
  ])("of what runs as %s is a feed of %s, as the app calls itself", (running, said) => {
    expect(stayFeedOf(running)).toMatchObject({ version: said, stagingPercentage: 0 });
  });

  test("names a file that is not there, with the digest of no bytes", () => {
    const nothing = aBuild(new Uint8Array(), {});
    expect(stayFeedOf("45.5.0.32411").files).toEqual([{ url: "no-update", size: 0, sha512: nothing.sha512 }]);
  });
});

function sha512s(feed: { files: { sha512: string }[] }): string[] {
  return feed.files.map(({ sha512 }) => sha512);
}
