import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import { SPARKLE } from "../../src/feeds/sparkle.ts";
import { toInstant } from "../../src/instant.ts";
import { aRelease } from "../support/records.ts";
import { testAppcast } from "./appcast-cases.ts";
import { parseXml } from "./clients/appcast-xml.ts";
import { type FeedApp, startFeedApp } from "./feed-app.ts";
import * as ground from "./sparkle-ground.ts";
import { ACME, aDelta, bytesOf, macBuild, OUT, publish, signedAppcast } from "./sparkle-ground.ts";

let app: FeedApp;
beforeAll(async () => {
  app = await startFeedApp("/updates");
});
afterAll(() => app.close());
beforeEach(() => void ground.publishOne(app, "2.0.0.7"));

const ask = (version: string, setting: Parameters<typeof ground.askSparkle>[2] = {}) =>
  ground.askSparkle(app, { version }, setting);

const FEED = `/feeds/sparkle/${ACME.id}/appcast.xml`;
const SIGNED_FEED = "/feeds/sparkle/{organization}/signed-appcast.xml?version={version}&arch={arch}";

async function get(path: string, init: RequestInit = {}) {
  const answer = await fetch(app.url + path, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Publishes 2.0.0.7 with this build alone. */
function publishBuild(change: Partial<Build>): void {
  const release = aRelease("2.0.0.7", OUT);
  publish(app, { releases: [release], builds: [macBuild(app, release, change)] });
}

describe("Sparkle", () => {
  testAppcast({ name: "sparkle", app: () => app, ask });

  test("stays where the build lost its signature, and a check for it says why", async () => {
    publishBuild({ updaters: { sparkle: { edSignature: undefined } } });
    expect(await ask("1.0.0.1")).toEqual({ kind: "stay" });
    const asked = { platform: "mac", arch: "arm64", version: "1.0.0.1", updater: "sparkle" } as const;
    expect(app.check(ACME.id, asked)).toMatchObject({
      action: "stay",
      reasons: expect.arrayContaining([expect.objectContaining({ code: "build_lacks_signature" })]),
    });
  });

  test("does not install again and again what its app calls otherwise", async () => {
    const feed = "/feeds/sparkle/{organization}/appcast.xml";
    publishBuild({ appVersion: "2.0.0" });
    expect(await ask("1.0.0", { feed })).toMatchObject({ kind: "update", version: "2.0.0" });
    for (const setting of [{}, { feed }]) expect(await ask("2.0.0", setting)).toEqual({ kind: "stay" });
    publishBuild({ updaters: { sparkle: { bundleVersion: "38083", shortVersion: "2.0" } } });
    expect(await ask("38000", { feed })).toMatchObject({ kind: "update", version: "38083" });
    expect(await ask("38083", { feed })).toEqual({ kind: "stay" });
  });
});

describe("an appcast for Sparkle", () => {
  test("says no update by an appcast without a release, with the reasons", async () => {
    const { status, headers, text } = await get(`${FEED}?version=9.0.0`);
    expect([status, headers.get("content-type")]).toEqual([200, "application/rss+xml; charset=utf-8"]);
    expect(headers.get("sluice-reasons")).toContain("runs_newer");
    expect(parseXml(text).children.map(({ name }) => name)).toEqual(["channel"]);
    expect(text).not.toContain("<item");
  });

  test("has exactly one release, with its notes as plain text, its date in English and a whole address", async () => {
    const notes = "New: <script>\"a\" & 'b'</script> ]]> &amp;\u0000\u0008\ufffe\ud800\n\n\u2028 🛶";
    ground.publishOne(app, "2.0.0.7", { notes });
    const { text } = await get(`${FEED}?version=1.0.0`);
    const items = parseXml(text).children[0]!.children.filter(({ name }) => name === "item");
    expect(items).toHaveLength(1);
    const values = Object.fromEntries(items[0]!.children.map(({ name, text: value }) => [name, value]));
    expect(values).toEqual({
      title: "2.0.0.7",
      pubDate: "Sun, 01 Feb 2026 00:00:00 +0000",
      "sparkle:version": "2.0.0.7",
      "sparkle:shortVersionString": "2.0.0.7",
      description: "New: <script>\"a\" & 'b'</script> ]]> &amp;\n\n\u2028 🛶",
      enclosure: "",
    });
    const [enclosure, description] = ["enclosure", "description"].map(
      (name) => items[0]!.children.find((one) => one.name === name)!,
    );
    expect(description!.attributes.get("sparkle:format")).toBe("plain-text");
    expect(Object.fromEntries(enclosure!.attributes)).toEqual({
      url: expect.stringMatching(new RegExp(`^${app.url}/builds/[0-9a-f]{64}/App%20%26%20more\\.zip$`)),
      length: "2150",
      type: "application/octet-stream",
      "sparkle:edSignature": expect.any(String),
    });
    expect(text).not.toContain("phasedRolloutInterval");
  });

  test("repeats what the developer said of systems and of the kind of installation", async () => {
    const sparkle = {
      minimumSystemVersion: "13.0",
      maximumSystemVersion: "15.9",
      hardwareRequirements: "arm64",
      minimumAutoupdateVersion: "2.0",
      installationType: "interactive-package",
    } as const;
    publishBuild({ updaters: { sparkle } });
    const { text } = await get(`${FEED}?version=1.0.0&arch=arm64`);
    for (const said of [
      "minimumSystemVersion>13.0<",
      "maximumSystemVersion>15.9<",
      "hardwareRequirements>arm64<",
    ]) {
      expect(text).toContain(`<sparkle:${said}`);
    }
    expect(text).toContain("<sparkle:minimumAutoupdateVersion>2.0<");
    expect(text).toContain('sparkle:installationType="interactive-package"');
    expect(await ask("1.0.0", { system: "14.1" })).toMatchObject({ kind: "update" });
    expect(await ask("1.0.0", { system: "12.6" })).toEqual({ kind: "stay" });
    expect(await ask("1.0.0", { system: "16.0" })).toEqual({ kind: "stay" });
  });

  test("calls a release critical where it is one for this app", async () => {
    ground.publishOne(app, "2.0.0.7", { critical: { reason: "a hole", scope: "line" } });
    expect((await get(`${FEED}?version=2.0.0.1`)).text).toContain("<sparkle:criticalUpdate>");
    expect((await get(`${FEED}?version=1.0.0`)).text).not.toContain("criticalUpdate");
  });

  test("lists the deltas that Sparkle can verify, the newest from each version", async () => {
    const newest = aDelta(app, "1.0.0.1");
    const companions = [
      newest,
      aDelta(app, "1.0.0.1", { sha256: "0".repeat(64) }),
      aDelta(app, "1.1", { edSignature: null }),
    ];
    publishBuild({ companions });
    const { text } = await get(`${FEED}?version=1.0.0&arch=arm64`);
    expect([...text.matchAll(/deltaFrom="(.*?)"/g)].map(([, from]) => from)).toEqual(["1.0.0.1"]);
    const outcome = await ask("1.0.0.1", { takesDeltas: true });
    expect(outcome).toMatchObject({ kind: "update", bytes: new Uint8Array(bytesOf("delta from 1.0.0.1")) });
    app.files.set(newest.sha256, Buffer.from("changed on the way"));
    const whole = await ask("1.0.0.1", { takesDeltas: true });
    expect(whole.kind === "update" && Buffer.from(whole.bytes).toString()).toContain("mac of");
  });

  test("names a package as one", async () => {
    publishBuild({ format: "pkg", fileName: "App.pkg" });
    expect((await get(`${FEED}?version=1.0.0&arch=arm64`)).text).toContain(
      'sparkle:installationType="package"',
    );
  });

  test("answers HEAD as GET without its body, and 304 where nothing changed", async () => {
    const asked = `${FEED}?version=1.0.0`;
    const etag = (await get(asked)).headers.get("etag") ?? "";
    expect(etag).not.toBe("");
    const head = await get(asked, { method: "HEAD" });
    expect([head.status, head.text, head.headers.get("etag")]).toEqual([200, "", etag]);
    expect((await get(asked, { headers: { "if-none-match": etag } })).status).toBe(304);
  });

  test.each([
    "/feeds/sparkle/appcast.xml",
    "/feeds/sparkle/appcast.xml?version=1.0.0",
    "/feeds/sparkle/version/1.0.0/appcast.xml",
    `/feeds/sparkle/${ACME.id}`,
    `/feeds/sparkle/${ACME.id}/other.xml`,
    `/feeds/sparkle/${ACME.id}/group/x/appcast.xml`,
  ])("is not there at %s", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test.each([
    "arch=ppc",
    "arch=arm64&arch=arm64",
    "format=exe",
    "format=dmg",
    "version=banana",
    "version=1&version=2",
  ])("has no release for an app that says %s", async (query) => {
    const { status, text } = await get(`${FEED}?version=1.0.0&${query}`);
    expect([status, text.includes("<item>")]).toEqual([200, query.startsWith("format=exe")]);
  });
});

describe("a feed that the developer signed", () => {
  const item = (version: string, url: string, edSignature: string) =>
    signedAppcast(`<?xml version="1.0"?>
<rss version="2.0" xmlns:sparkle="http://www.andymatuschak.org/xml-namespaces/sparkle"><channel><item>
<sparkle:version>${version}</sparkle:version>
<enclosure url="${url}" sparkle:edSignature="${edSignature}" length="1100"/>
</item></channel></rss>
`);
  const setting = { feed: SIGNED_FEED, requiresSignedFeed: true };

  function publishSigned(version: string): { readonly signedItem: string } {
    const release = aRelease(version, OUT);
    const build = macBuild(app, release);
    const url = `${app.url}/builds/${build.sha256}/App.zip`;
    const signedItem = item(version, url, build.updaters.sparkle?.edSignature ?? "");
    publish(app, { releases: [release], builds: [{ ...build, updaters: { sparkle: { signedItem } } }] });
    return { signedItem };
  }

  test("is sent as it is, to the byte, to apps that demand it and to those that do not", async () => {
    const { signedItem } = publishSigned("2.0.0.7");
    expect((await get(`/feeds/sparkle/${ACME.id}/signed-appcast.xml?version=1.0.0&arch=arm64`)).text).toBe(
      signedItem,
    );
    expect(await ask("1.0.0.1", setting)).toMatchObject({ kind: "update", version: "2.0.0.7" });
    expect(await ask("1.0.0.1")).toMatchObject({ kind: "update", version: "2.0.0.7" });
    expect(await ask("1.0.0.1", { requiresSignedFeed: true })).toMatchObject({ kind: "update" });
  });

  test("without a release is, where the vendor gave none, that of what runs", async () => {
    const { signedItem } = publishSigned("2.0.0.7");
    const { text } = await get(`/feeds/sparkle/${ACME.id}/signed-appcast.xml?version=2.0.0.7&arch=arm64`);
    expect(text).toBe(signedItem);
    expect(await ask("2.0.0.7", setting)).toEqual({ kind: "stay" });
    expect((await get(`${FEED}?version=2.0.0.7&arch=arm64`)).text).not.toContain("<item>");
  });

  test("without a release is the vendor's, for everyone", async () => {
    const emptyAppcast = signedAppcast("<rss><channel></channel></rss>\n");
    const question = {
      mustBeSigned: false,
      running: null,
      target: { platform: "mac", arch: "arm64", formats: null },
    } as const;
    const reply = await SPARKLE.write({
      verdict: { action: "stay", reasons: [] },
      question,
      calendar: [],
      origin: app.url,
      at: toInstant(0),
      product: { updaters: { sparkle: { publicKeys: [], emptyAppcast } } },
    } as never);
    expect(reply.body).toBe(emptyAppcast);
  });

  test("is needed by apps that demand one: a build without it counts as one without a signature", async () => {
    expect(await ask("1.0.0.1")).toMatchObject({ kind: "update" });
    const { text, headers } = await get(
      `/feeds/sparkle/${ACME.id}/signed-appcast.xml?version=1.0.0&arch=arm64`,
    );
    expect(text).not.toContain("<item>");
    expect(headers.get("sluice-reasons")).toContain("build_lacks_signature");
  });
});
