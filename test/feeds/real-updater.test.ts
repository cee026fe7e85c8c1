import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import type { Calendar } from "../../src/catalog/calendar.ts";
import type { Architecture } from "../../src/catalog/platform.ts";
import { electronTarget, formatElectronFeed } from "../../src/feeds/electron.ts";
import { parseElectronFeedFile } from "../../src/feeds/electron-file.ts";
import { toInstant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import { NOTHING_OF_THE_COMPUTER } from "../../src/policy/gates/gate.ts";
import { GOVERNED_BY_VENDOR } from "../../src/policy/organization-state.ts";
import { asPresent } from "../../src/policy/verdict.ts";
import { checkWithRealUpdater } from "../support/real-updater.ts";
import { aBuild, anEntry, type FeedServer, startFeedServer, version } from "./feed-server.ts";

const STAGING_ID = "1c5a5d2e-7b4c-5c6f-9a3b-6e5d4c3b2a19";

const bytesOf = (text: string) => Buffer.from(text.repeat(500));
const BYTES = { x64: bytesOf("for x64 "), arm64: bytesOf("for arm64 ") };

const PLATFORMS = [
  { platform: "win", file: "latest.yml", format: "exe", extension: "exe" },
  { platform: "mac", file: "latest-mac.yml", format: "zip", extension: "zip" },
  { platform: "linux", file: "latest-linux.yml", format: "appimage", extension: "AppImage" },
] as const;
type Place = (typeof PLATFORMS)[number];

function buildFor(place: Place, arch: Architecture, change: Partial<Build> = {}): Build {
  const { platform, format, extension } = place;
  return aBuild(BYTES[arch], { platform, format, arch, fileName: `Demo App.${extension}`, ...change });
}

let server: FeedServer;
beforeEach(async () => {
  server = await startFeedServer();
});
afterEach(() => server.close());

interface Asked {
  readonly running?: string;
  readonly arch?: Architecture;
}

/** Serves what the decision gives for a file of the feed, and the bytes of every build of the calendar. */
function serve(fileName: string, calendar: Calendar, asked: Asked = {}): string {
  const file = parseElectronFeedFile(fileName);
  if (!file) throw new Error(`${fileName} is no file of the feed`);
  const target = electronTarget(file, { arch: asked.arch ?? null, format: null }, calendar);
  const running = asked.running ? version(asked.running) : null;
  const at = toInstant(Date.UTC(2026, 5, 1));
  const question = { at, target, running, installation: STAGING_ID };
  const said = { installedAt: null, manual: false, ...NOTHING_OF_THE_COMPUTER };
  const verdict = asPresent(decide({ ...question, ...said }, GOVERNED_BY_VENDOR, calendar));
  server.answers.set(
    `/feeds/electron/org/${fileName}`,
    formatElectronFeed({
      verdict,
      target,
      running,
      os: null,
      calendar,
      origin: "https://updates.example.org",
      at,
    }),
  );
  for (const build of calendar.flatMap(({ builds }) => builds)) {
    server.answers.set(`/builds/${build.sha256}/${build.fileName}`, BYTES[build.arch]);
  }
  return `${server.url}/feeds/electron/org/`;
}

describe.each(PLATFORMS)("the real electron-updater on $platform", (place) => {
  const { platform, file } = place;

  test("downloads a newer release and has its bytes", async () => {
    const feedUrl = serve(file, [anEntry("45.5.0.32411", [buildFor(place, "x64")])]);
    const outcome = await checkWithRealUpdater({ platform, feedUrl, runningVersion: "45.4.1-32313" });
    expect(outcome).toEqual({
      updateAvailable: true,
      version: "45.5.0-32411",
      downloadedFile: { name: `Demo App.${place.extension}`, bytes: BYTES.x64 },
    });
  });

  test("sees a release whose fourth number alone is higher as newer", async () => {
    const feedUrl = serve(file, [anEntry("45.2.0.31800", [buildFor(place, "x64")])]);
    const outcome = await checkWithRealUpdater({ platform, feedUrl, runningVersion: "45.2.0-31755" });
    expect(outcome.downloadedFile?.bytes).toEqual(BYTES.x64);
  });

  test.each(["45.5.0-32411", "45.6.0-1"])(
    "stays on %s when the offered release is 45.5.0.32411",
    async (runningVersion) => {
      const feedUrl = serve(file, [anEntry("45.5.0.32411", [buildFor(place, "x64")])]);
      const outcome = await checkWithRealUpdater({ platform, feedUrl, runningVersion });
      expect(outcome).toEqual({ updateAvailable: false, version: "45.5.0-32411" });
    },
  );

  test("stays, without an error, where nothing can be offered at all", async () => {
    const feedUrl = serve(file, []);
    const outcome = await checkWithRealUpdater({ platform, feedUrl, runningVersion: "45.4.1-32313" });
    expect(outcome).toEqual({ updateAvailable: false, version: "0.0.0-0" });
  });

  test("is never downgraded (R5), not even where its app allows downgrades", async () => {
    const stay = { platform, runningVersion: "45.6.0-1", allowDowngrade: true } as const;
    const calendar = [anEntry("45.5.0.32411", [buildFor(place, "x64")])];
    const said = await checkWithRealUpdater({
      ...stay,
      feedUrl: serve(file, calendar, { running: "45.6.0-1" }),
    });
    expect(said).toEqual({ updateAvailable: false, version: "45.6.0-1" });
    const nothing = await checkWithRealUpdater({ ...stay, feedUrl: serve(file, []) });
    expect(nothing).toEqual({ updateAvailable: false, version: "0.0.0-0" });
  });

  test("refuses bytes that are not those of the feed", async () => {
    const build = buildFor(place, "x64");
    const feedUrl = serve(file, [anEntry("45.5.0.32411", [build])]);
    server.answers.set(`/builds/${build.sha256}/${build.fileName}`, bytesOf("FOR X64 "));
    await expect(
      checkWithRealUpdater({ platform, feedUrl, runningVersion: "45.4.1-32313" }),
    ).rejects.toMatchObject({ code: "ERR_CHECKSUM_MISMATCH" });
  });

  test("sends its own id and copies the query to every request", async () => {
    const feedUrl = `${serve(file, [anEntry("45.5.0.32411", [buildFor(place, "x64")])])}?user=ada`;
    await checkWithRealUpdater({ platform, feedUrl, runningVersion: "45.4.1-32313", stagingId: STAGING_ID });
    expect(server.requests.every(({ target }) => target.endsWith("?user=ada"))).toBe(true);
    expect(server.requests[0]).toEqual({
      target: `/feeds/electron/org/${file}?user=ada`,
      stagingId: STAGING_ID,
    });
  });
});

describe.each(PLATFORMS.slice(0, 2))("the real electron-updater on $platform, two architectures", (place) => {
  const { platform, file } = place;
  const download = async (feedUrl: string, arch: Architecture) => {
    const outcome = await checkWithRealUpdater({ platform, feedUrl, runningVersion: "45.4.1-32313", arch });
    return outcome.downloadedFile?.bytes.toString();
  };
  const both = [buildFor(place, "x64"), buildFor(place, "arm64")];

  test.each([null, "x64", "arm64"] as const)("takes its own build where %s was said", async (said) => {
    const feedUrl = serve(file, [anEntry("45.5.0", both)], said ? { arch: said } : {});
    expect(await download(feedUrl, "x64")).toBe(BYTES.x64.toString());
    expect(await download(feedUrl, "arm64")).toBe(BYTES.arm64.toString());
  });

  test("takes its own build even where the file names say the wrong architecture", async () => {
    const crossed = [
      buildFor(place, "x64", { fileName: `arm64-not.${place.extension}` }),
      buildFor(place, "arm64", { fileName: `x64-not.${place.extension}` }),
    ];
    const feedUrl = serve(file, [anEntry("45.5.0", crossed)]);
    expect(await download(feedUrl, "x64")).toBe(BYTES.x64.toString());
    expect(await download(feedUrl, "arm64")).toBe(BYTES.arm64.toString());
  });

  test("takes the x64 build on arm64 where there is no other", async () => {
    const feedUrl = serve(file, [anEntry("45.5.0", [buildFor(place, "x64")])]);
    expect(await download(feedUrl, "arm64")).toBe(BYTES.x64.toString());
  });

  test("is offered, without a word on its architecture, the newest release that an x64 app can run", async () => {
    const feedUrl = serve(file, [
      anEntry("45.6.0", [buildFor(place, "arm64")]),
      anEntry("45.5.0", [buildFor(place, "x64")]),
    ]);
    expect(await download(feedUrl, "x64")).toBe(BYTES.x64.toString());
  });

  test("is offered the arm64 build without a word where the vendor makes no other", async () => {
    const feedUrl = serve(file, [anEntry("45.5.0", [buildFor(place, "arm64")])]);
    expect(await download(feedUrl, "arm64")).toBe(BYTES.arm64.toString());
  });
});

test("on Windows the updater first asks for a block map and, where there is none, downloads the whole file", async () => {
  const build = buildFor(PLATFORMS[0], "x64");
  const feedUrl = serve("latest.yml", [anEntry("45.5.0", [build])]);
  await checkWithRealUpdater({ platform: "win", feedUrl, runningVersion: "45.4.1-0" });
  const path = `/builds/${build.sha256}/Demo%20App.exe`;
  expect(server.requests.slice(1).map(({ target }) => target)).toEqual([`${path}.blockmap`, path]);
});

test("on Linux the updater asks for the file of its own architecture", async () => {
  const build = buildFor(PLATFORMS[2], "arm64");
  const feedUrl = serve("latest-linux-arm64.yml", [anEntry("45.5.0", [build])]);
  const setting = { platform: "linux", feedUrl, runningVersion: "45.4.1-0" } as const;
  const outcome = await checkWithRealUpdater({ ...setting, arch: "arm64" });
  expect(outcome.downloadedFile?.bytes).toEqual(BYTES.arm64);
  await expect(checkWithRealUpdater({ ...setting, arch: "x64" })).rejects.toMatchObject({
    code: "ERR_UPDATER_CHANNEL_FILE_NOT_FOUND",
  });
});
