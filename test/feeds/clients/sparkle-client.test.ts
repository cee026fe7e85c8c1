import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FeedServer, startFeedServer } from "../feed-server.ts";
import { newSigningKey } from "./ed25519.ts";
import { type SparkleSetting, sparkleClient } from "./sparkle-client.ts";
import { compareSparkleVersions } from "./sparkle-version.ts";

const KEY = newSigningKey();
const BYTES = Buffer.from("the app, newer");
const SIGNATURE = KEY.sign(BYTES).toString("base64");

let server: FeedServer;
beforeAll(async () => {
  server = await startFeedServer();
});
afterAll(() => server.close());
beforeEach(() => void server.answers.clear());

const ENCLOSURE = `<enclosure url="app.zip" length="14" sparkle:edSignature="${SIGNATURE}"/>`;
const item = (version: string, more = "", enclosure = ENCLOSURE) =>
  `<item><sparkle:version>${version}</sparkle:version>${more}${enclosure}</item>`;
const feedOf = (items: string) =>
  `<rss xmlns:sparkle="http://www.andymatuschak.org/xml-namespaces/sparkle"><channel>${items}</channel></rss>\n`;

/** What the client, on 1.0, makes of a feed. */
function make(feed: string, setting: Partial<SparkleSetting> = {}) {
  server.answers.set("/feed/appcast.xml", feed);
  server.answers.set("/feed/app.zip", BYTES);
  const client = sparkleClient({ publicKey: KEY.publicKey, feed: "/feed/appcast.xml", ...setting });
  const app = { platform: "mac", arch: "arm64", version: "1.0" } as const;
  return client.ask({ server: server.url, organization: "o" }, app);
}

describe("the simulator of Sparkle", () => {
  test("installs the newest item that is signed, whatever their order and the prefix of the namespace", async () => {
    expect(await make(feedOf(item("1.1") + item("1.3") + item("1.2")))).toMatchObject({ version: "1.3" });
    expect(
      await make(feedOf(item("1.1")).replaceAll("sparkle:", "s:").replace("xmlns:sparkle", "xmlns:s")),
    ).toMatchObject({ kind: "update" });
  });

  test("stays with a feed that has no item, or no newer one", async () => {
    for (const items of ["", item("1.0"), item("1.0.0"), item("0.9"), item("1.0-38083")]) {
      expect(await make(feedOf(items))).toEqual({ kind: "stay" });
    }
  });

  test.each([
    ["an item of Windows", item("1.1", "", ENCLOSURE.replace("url", 'sparkle:os="windows" url'))],
    ["an item of a channel", item("1.1", "<sparkle:channel>beta</sparkle:channel>")],
    [
      "an item for newer systems",
      item("1.1", "<sparkle:minimumSystemVersion>15.0</sparkle:minimumSystemVersion>"),
    ],
    [
      "an item for older systems",
      item("1.1", "<sparkle:maximumSystemVersion>13.9</sparkle:maximumSystemVersion>"),
    ],
    ["a delta at the top", item("1.1", "", ENCLOSURE.replace("url", 'sparkle:deltaFrom="1.0" url'))],
  ])("passes over %s", async (_, items) => {
    expect(await make(feedOf(items))).toEqual({ kind: "stay" });
  });

  test.each([
    ["no XML", "<rss><channel>"],
    ["nothing", ""],
    ["a prefix that is not declared", feedOf(item("1.1")).replace(/ xmlns:sparkle="[^"]*"/, "")],
    ["a character that XML cannot say", feedOf(item("1.1", "<description>\u0008</description>"))],
    ["one bad item among good ones", feedOf(item("1.1") + item("1.0", "", ""))],
    ["an item without a version", feedOf(`<item>${ENCLOSURE}</item>`)],
    ["an item without an address", feedOf(item("1.1", "", ENCLOSURE.replace('url="app.zip"', "")))],
    [
      "an address that is no web address",
      feedOf(item("1.1", "", ENCLOSURE.replace("app.zip", "file:///app.zip"))),
    ],
    [
      "an unknown kind of installation",
      feedOf(item("1.1", "", ENCLOSURE.replace("url", 'sparkle:installationType="x" url'))),
    ],
    ["a file that is not there", feedOf(item("1.1", "", ENCLOSURE.replace("app.zip", "nothing.zip")))],
    ["a file without a signature", feedOf(item("1.1", "", '<enclosure url="app.zip"/>'))],
    [
      "the signature of another file",
      feedOf(item("1.1", "", ENCLOSURE.replace(SIGNATURE, KEY.sign(Buffer.of(1)).toString("base64")))),
    ],
  ])("tells of an error for %s", async (_, feed) => {
    expect(await make(feed)).toMatchObject({ kind: "error" });
  });

  test("tells of an error where there is no feed, and where the file is of another key", async () => {
    expect(await make(feedOf(item("1.1")), { feed: "/missing.xml" })).toMatchObject({ kind: "error" });
    expect(await make(feedOf(item("1.1")), { publicKey: newSigningKey().publicKey })).toMatchObject({
      kind: "error",
    });
  });

  test("reads a feed that must be signed only if it is, to the byte", async () => {
    const content = feedOf(item("1.1"));
    const block = (length: number) =>
      `<!-- sparkle-signatures:\nedSignature: ${KEY.sign(Buffer.from(content)).toString("base64")}\nlength: ${length}\n-->\n`;
    const signed = content + block(content.length);
    const setting = { requiresSignedFeed: true };
    expect(await make(signed, setting)).toMatchObject({ kind: "update" });
    expect(await make(signed)).toMatchObject({ kind: "update" });
    const wrong = [
      content,
      content + block(1),
      signed.replace("1.1", "1.2"),
      `${content} ${block(content.length)}`,
    ];
    for (const feed of wrong) expect(await make(feed, setting)).toMatchObject({ kind: "error" });
  });
});

describe("the order of versions", () => {
  test.each([
    ["1.0", "1.1"],
    ["0.0.1", "0.1"],
    ["0.1", "0.1.2"],
    ["1.5.5-335d3e2", "1.5.6-b252311"],
    ["1.5.5", "1.5.6a1"],
    ["1.1.1b2", "1.1.2a1"],
    ["1.0b1", "1.0"],
    ["0.9", "1.0a1"],
    ["1.0b", "1.0b2"],
    ["1.0b9", "1.0b10"],
    ["1.0pre1", "1.0"],
    ["1.0 (1234)", "1.0 (1235)"],
    ["1.0b5 (1234)", "1.0.1b5 (1234)"],
    ["2.0.0.2429", "2.0.0.2430"],
    ["3.3 (5847)", "3.3.1b1 (5902)"],
    ["201210251627", "201211051041"],
  ])("%s is older than %s to Sparkle, as its own tests say", (older, newer) => {
    expect(compareSparkleVersions(older, newer)).toBeLessThan(0);
    expect(compareSparkleVersions(newer, older)).toBeGreaterThan(0);
  });

  test.each([
    ["1.0", "1.0.0"],
    ["1.5.5-335d3e2", "1.5.5-a655360"],
    ["1.5-335d3e2", "1.5.0-335d3e2"],
    ["1.0pre1", "1.0.0pre1"],
    ["3.3 (5847)", "3.3.0 (5847)"],
    ["1.1.1.1818", "1.1.1.1818.0"],
    ["3.3b1 (5902)", "3.3.0b1 (5902)"],
    ["201210251627.0", "201210251627"],
  ])("%s and %s are the same to Sparkle, as its own tests say", (one, other) => {
    expect([compareSparkleVersions(one, other), compareSparkleVersions(other, one)]).toEqual([0, 0]);
  });
});
