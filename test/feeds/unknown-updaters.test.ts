import Fastify from "fastify";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { registerInstallations } from "../../src/api/updates/register-installations.ts";
import type { Build } from "../../src/catalog/build.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import type { UpdatesContext } from "../../src/updates/updates-context.ts";
import { answeringContext } from "../support/answering-context.ts";
import { checkWithRealUpdater, type RealUpdaterSetting } from "../support/real-updater.ts";
import { anOrganization, aRelease, at } from "../support/records.ts";
import { aBuild } from "./feed-server.ts";

const ACME = anOrganization({ name: "Acme" });
const BYTES = Buffer.from("the bytes of a build ".repeat(100));
const FILES = [
  { platform: "win", format: "exe", fileName: "App.exe" },
  { platform: "mac", format: "zip", fileName: "App.zip" },
  { platform: "linux", format: "appimage", fileName: "App.AppImage" },
] as const;
const PLATFORMS = FILES.map(({ platform }) => platform);

let context: UpdatesContext;
let url: string;

beforeAll(async () => {
  publish();
  const app = Fastify();
  // The feeds of the server, whatever the test has published.
  const answering = new Proxy({} as UpdatesContext, { get: (_, name) => Reflect.get(context, name) });
  registerInstallations(app, answering, FEEDS);
  app.get("/builds/*", async () => BYTES);
  url = await app.listen({ host: "127.0.0.1", port: 0 });
  return () => app.close();
});

beforeEach(() => publish("2.0.0.5"));

/** Publishes releases with an x64 build for every platform, and nothing else. */
function publish(...versions: readonly string[]): void {
  const out = { automaticAt: at("2026-02-01"), state: "published" } as const;
  const releases = versions.map((version) => aRelease(version, out));
  const builds = releases.flatMap(({ id: releaseId }) =>
    FILES.map((file): Build => aBuild(BYTES, { ...file, releaseId, addedAt: at("2026-01-01") })),
  );
  context = answeringContext({ organizations: [ACME], releases, builds });
}

/** Asks with the real updater, whose app has set a channel and so allows downgrades. */
function ask(query: string, setting: Omit<RealUpdaterSetting, "feedUrl">) {
  const feedUrl = `${url}/feeds/electron/${ACME.id}/${query}`;
  return checkWithRealUpdater({ channel: "latest", feedUrl, ...setting });
}

describe.each(PLATFORMS)("the real electron-updater on %s, in an app that sets a channel", (platform) => {
  test.each([
    ["3.0.0-beta.1", "?version=3.0.0-beta.1"],
    ["3.0.0+55", "?version=3.0.0+55"],
    ["3.0.0+55", "?version=3.0.0%2B55"],
    ["3.0.0", "?version=v3.0.0"],
    ["3.0.0-rc.2.7", "?version=3.0.0-rc.2.7"],
    ["2.0.0-beta.1", "?version=2.0.0-beta.1"],
    ["2.0.0-5.1", "?version=2.0.0-5.1"],
  ])("is not sent back from %s with %s", async (runningVersion, query) => {
    expect(await ask(query, { platform, runningVersion })).toMatchObject({ updateAvailable: false });
    expect(context.checks.feed.electron).toEqual({ update: 0, stay: 1 });
  });

  test.each(["", "?version=", "?user=ann", "?version=banana", "?version=3.0.0&version=1.0.0", "?version=1"])(
    "is offered nothing with %j, which does not say what runs",
    async (query) => {
      for (const runningVersion of ["3.0.0", "1.0.0"]) {
        const found = await ask(query, { platform, runningVersion });
        expect(found).toEqual({ updateAvailable: false, version: "0.0.0-0" });
      }
    },
  );

  test("updates, where it says what runs, to a release in the form in which its vendor wrote it", async () => {
    const old = { platform, runningVersion: "1.2.3" } as const;
    expect(await ask("?version=1.2.3", old)).toMatchObject({ updateAvailable: true, version: "2.0.0-5" });
    publish("1.2.3", "1.2.4");
    const found = await ask("?version=1.2.3", old);
    expect(found).toMatchObject({ updateAvailable: true, version: "1.2.4" });
    expect(found.downloadedFile?.bytes).toEqual(BYTES);
  });

  test.each(["1.2.4", "1.2.4-0"])(
    "is not offered the release of three numbers that runs as %s",
    async (own) => {
      publish("1.2.3", "1.2.4");
      expect(await ask(`?version=${own}`, { platform, runningVersion: own })).toEqual({
        updateAvailable: false,
        version: own,
      });
    },
  );

  test("gets the release of which it tries the betas", async () => {
    publish("2.0.0");
    const beta = { platform, runningVersion: "2.0.0-beta.1" } as const;
    expect(await ask("?version=2.0.0-beta.1", beta)).toMatchObject({
      updateAvailable: true,
      version: "2.0.0",
    });
  });

  test("is not offered, for ever, a release of four numbers that it takes for older than its three", async () => {
    const three = { platform, runningVersion: "2.0.0" } as const;
    expect(await ask("?version=2.0.0", three)).toMatchObject({ updateAvailable: false, version: "2.0.0" });
    expect(context.checks.feed.electron).toEqual({ update: 0, stay: 1 });
    publish("2.0.0.5", "2.0.1");
    expect(await ask("?version=2.0.0", three)).toMatchObject({ updateAvailable: true, version: "2.0.1" });
  });

  test.each(["ia32", "arm", "armv7l", "riscv64", "X64", "x64&arch=x64"])(
    "is never given the file of another machine with arch=%s",
    async (arch) => {
      const found = await ask(`?version=1.0.0&arch=${arch}`, { platform, runningVersion: "1.0.0" });
      expect(found).toMatchObject({ updateAvailable: false, version: "1.0.0" });
    },
  );

  test.each(["beta", "next.2", "arm64-beta"])(
    "updates on the channel %s as on every other",
    async (channel) => {
      const found = await ask("?version=1.0.0", { platform, runningVersion: "1.0.0", channel });
      expect(found).toMatchObject({ updateAvailable: true, version: "2.0.0-5" });
      expect(found.downloadedFile?.bytes).toEqual(BYTES);
    },
  );

  test("is offered nothing, without an error, on a channel of another architecture", async () => {
    const found = await ask("?version=1.0.0", { platform, runningVersion: "1.0.0", channel: "beta-ia32" });
    expect(found.updateAvailable).toBe(platform === "linux");
  });
});

test("HEAD has the headers of GET, and a feed that is known is answered with 304, also with pairs in the path", async () => {
  for (const said of ["latest.yml?version=1.0.0", "version/1.0.0/latest-mac.yml?noCache=abc"]) {
    const ask = (init: RequestInit = {}) => fetch(`${url}/feeds/electron/${ACME.id}/${said}`, init);
    const [whole, head] = [await ask(), await ask({ method: "HEAD" })];
    const etag = whole.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(await whole.text()).toContain('version: "2.0.0-5"');
    for (const name of ["etag", "content-type", "content-length", "cache-control", "sluice-reasons"]) {
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    }
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const known = await ask({ headers: { "if-none-match": etag } });
    expect([known.status, await known.text()]).toEqual([304, ""]);
  }
});

test.each(["ia32", "arm"] as const)("on Linux the file of %s says that there is no update", async (arch) => {
  const setting = { platform: "linux", runningVersion: "1.0.0", arch } as const;
  expect(await ask("?version=1.0.0", setting)).toMatchObject({ updateAvailable: false, version: "1.0.0" });
});

describe("what an updater says that is not understood (R27)", () => {
  const get = async (query: string, headers = {}) => {
    const answer = await fetch(`${url}/feeds/electron/${ACME.id}/latest.yml?${query}`, { headers });
    return {
      ignored: answer.headers.get("sluice-ignored"),
      status: answer.status,
      text: await answer.text(),
    };
  };

  test.each([
    "user=a&user=b",
    "installation=a&installation=b",
    "installedAt=once",
    "installedAt=2026-01-01&installedAt=2026-01-02",
    "format=banana",
    "format=exe&format=msi",
    "manual=perhaps",
    "manual=true&manual=true",
    `user=${"a".repeat(10_000)}`,
    "installation=%00",
    "user=%ff",
    "user=%ED%A0%80",
  ])("is as if it had not been said: %s", async (more) => {
    const plain = await get("version=1.0.0");
    expect(plain.text).toContain("2.0.0-5");
    const { text, ...said } = await get(`version=1.0.0&${more}`);
    expect(said).toEqual({ ignored: null, status: 200 });
    expect(text).toBe(plain.text);
  });

  test("names the parameters that it does not know, and only so many of them", async () => {
    expect((await get("version=1.0.0&group=x&osVersion=10.0.19045&ring=1")).ignored).toBe("group, ring");
    expect((await get("version=1.0.0&osVersion=?&managed=?&reports=1")).ignored).toBeNull();
    expect((await get("version=1.0.0&noCache=1")).ignored).toBeNull();
    const many = Array.from({ length: 50 }, (_, index) => `${index}${"x".repeat(100)}=1`).join("&");
    expect((await get(many)).ignored?.length).toBeLessThan(500);
    const hostile = await get("__proto__=1&a%0d%0aSet-Cookie:%20x=1&%ff=1&%E2%82%AC=1&=1");
    expect([hostile.status, hostile.ignored]).toEqual([
      200,
      '__proto__, a%0D%0ASet-Cookie%3A%20x, %25ff, %E2%82%AC, ""',
    ]);
  });

  test("leaves no note of an installation that could not be written", async () => {
    await get("version=1.0.0&installation=a&installation=b");
    await get("version=1.0.0", { "x-user-staging-id": "x".repeat(5_000) });
    await get("version=1.0.0&arch=ia32", { "x-user-staging-id": "of another architecture" });
    expect(context.checkIns.size).toBe(0);
    await get("version=3.0.0-beta.1&installation=good");
    expect(context.checkIns.oldest(10)).toMatchObject([{ installation: "good", offered: null }]);
  });

  test("a stay without a known version tells the developer who looks at it why", async () => {
    expect((await get("")).text).toMatch(
      /^# No update is offered, because .* does not say which version runs\..*\n/,
    );
    expect((await get("version=x")).text).toMatch(/^# No update .* has a version that cannot be read\./);
    expect((await get("version=2.0.0.5")).text).toMatch(/^version: "2\.0\.0-5"\n/);
  });
});
