import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aRelease } from "../support/records.ts";
import { testAppcast } from "./appcast-cases.ts";
import { parseXml } from "./clients/appcast-xml.ts";
import { type FeedApp, startFeedApp } from "./feed-app.ts";
import * as ground from "./sparkle-ground.ts";
import { ACME, bytesOf, OUT, publish, winBuild } from "./sparkle-ground.ts";

let app: FeedApp;
beforeAll(async () => {
  app = await startFeedApp("/updates");
});
afterAll(() => app.close());
beforeEach(() => void ground.publishOne(app, "2.0.0.7"));

const ask = (version: string, setting: Parameters<typeof ground.askWinSparkle>[2] = {}) =>
  ground.askWinSparkle(app, { version }, setting);

const FEED = `/feeds/winsparkle/${ACME.id}/appcast.xml`;

async function get(path: string, init: RequestInit = {}) {
  const answer = await fetch(app.url + path, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe("WinSparkle", () => {
  testAppcast({ name: "winsparkle", app: () => app, ask });

  test("stays where the build lost its signature, and a check for it says why", async () => {
    const release = aRelease("2.0.0.7", OUT);
    const lost = { updaters: { winsparkle: { edSignature: undefined } } };
    publish(app, { releases: [release], builds: [winBuild(app, release, lost)] });
    expect(await ask("1.0.0.1")).toEqual({ kind: "stay" });
    const asked = { platform: "win", arch: "x64", version: "1.0.0.1", updater: "winsparkle" } as const;
    expect(app.check(ACME.id, asked)).toMatchObject({
      action: "stay",
      reasons: expect.arrayContaining([expect.objectContaining({ code: "build_lacks_signature" })]),
    });
  });

  test("does not install again and again what its app calls by three numbers", async () => {
    const release = aRelease("2.0.0.7", OUT);
    publish(app, { releases: [release], builds: [winBuild(app, release, { appVersion: "2.0.0" })] });
    const feed = "/feeds/winsparkle/{organization}/appcast.xml";
    expect(await ask("1.9.9", { feed })).toMatchObject({ kind: "update", version: "2.0.0" });
    for (const setting of [{}, { feed }]) expect(await ask("2.0.0", setting)).toEqual({ kind: "stay" });
  });

  test("takes the file of its own architecture, whether it says it or not", async () => {
    const release = aRelease("2.0.0.7", OUT);
    const builds = [winBuild(app, release), winBuild(app, release, { arch: "arm64" })];
    publish(app, { releases: [release], builds });
    for (const query of ["?arch={arch}", ""]) {
      const feed = `/feeds/winsparkle/{organization}/appcast.xml${query}`;
      for (const arch of ["x64", "arm64"] as const) {
        const outcome = await ground.askWinSparkle(app, { arch }, { feed });
        expect(outcome.kind === "update" && Buffer.from(outcome.bytes).toString()).toContain(
          `win ${arch} of`,
        );
      }
    }
    publish(app, { releases: [release], builds: builds.slice(0, 1) });
    expect(await ground.askWinSparkle(app, { arch: "arm64" })).toEqual({ kind: "stay" });
  });

  test("verifies the older signature where its app has only the older key", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 });
    const release = aRelease("2.0.0.7", OUT);
    const digest = createHash("sha1")
      .update(bytesOf(`win x64 of ${release.id}`))
      .digest();
    const dsaSignature = sign("sha1", digest, privateKey).toString("base64");
    const winsparkle = { edSignature: undefined, dsaSignature };
    publish(app, { releases: [release], builds: [winBuild(app, release, { updaters: { winsparkle } })] });
    const dsaKey = publicKey.export({ type: "spki", format: "pem" }).toString();
    const setting = { publicKey: undefined, dsaKey } as never;
    expect(await ask("1.0.0.1", setting)).toMatchObject({ kind: "update", version: "2.0.0.7" });
  });
});

describe("an appcast for WinSparkle", () => {
  test("says no update by an appcast without a release", async () => {
    const { status, headers, text } = await get(`${FEED}?version=9.0.0`);
    expect([status, headers.get("content-type")]).toEqual([200, "application/rss+xml; charset=utf-8"]);
    expect(text).not.toContain("<item");
    expect(parseXml(text).name).toBe("rss");
  });

  test("shows notes as a page that says what was written, and no more", async () => {
    ground.publishOne(app, "2.0.0.7", {
      notes: "New: <script>alert(1)</script> & more\r\nsecond line\u0000",
    });
    const { text } = await get(`${FEED}?version=1.0.0`);
    const [item] = parseXml(text).children[0]!.children.filter(({ name }) => name === "item");
    expect(item!.children.find(({ name }) => name === "description")!.text).toBe(
      "New: &lt;script&gt;alert(1)&lt;/script&gt; &amp; more<br>\nsecond line",
    );
  });

  test("names the file for what it is, with the arguments of its installer and the system that it needs", async () => {
    const release = aRelease("2.0.0.7", OUT);
    const winsparkle = { installerArguments: '/S /D="C:\\App & more"', minimumSystemVersion: "10.0.19045" };
    publish(app, { releases: [release], builds: [winBuild(app, release, { updaters: { winsparkle } })] });
    const { text } = await get(`${FEED}?version=1.0.0`);
    const [item] = parseXml(text).children[0]!.children.filter(({ name }) => name === "item");
    const enclosure = item!.children.find(({ name }) => name === "enclosure")!;
    expect(Object.fromEntries(enclosure.attributes)).toMatchObject({
      url: expect.stringMatching(new RegExp(`^${app.url}/builds/[0-9a-f]{64}/App%20Setup\\.exe$`)),
      "sparkle:os": "windows-x64",
      "sparkle:installerArguments": '/S /D="C:\\App & more"',
    });
    expect(await ask("1.0.0.1", { system: [10, 0, 19_045] })).toMatchObject({ kind: "update" });
    expect(await ask("1.0.0.1", { system: [10, 0, 19_044] })).toEqual({ kind: "stay" });
  });

  test("has no channel, rollout or delta, which WinSparkle would ignore", async () => {
    ground.publishOne(app, "2.0.0.7", { rolloutDays: 10 });
    expect((await get(`${FEED}?version=1.0.0`)).text).not.toMatch(/channel>\w|phased|delta/i);
  });

  test("answers HEAD as GET without its body, and 304 where nothing changed", async () => {
    const asked = `${FEED}?version=1.0.0`;
    const etag = (await get(asked)).headers.get("etag") ?? "";
    const head = await get(asked, { method: "HEAD" });
    expect([head.status, head.text, head.headers.get("etag")]).toEqual([200, "", etag]);
    expect((await get(asked, { headers: { "if-none-match": etag } })).status).toBe(304);
  });

  test.each([
    "/feeds/winsparkle/appcast.xml",
    "/feeds/winsparkle/version/1.0.0/appcast.xml",
    `/feeds/winsparkle/${ACME.id}`,
    `/feeds/winsparkle/${ACME.id}/signed-appcast.xml`,
  ])("is not there at %s", async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});
