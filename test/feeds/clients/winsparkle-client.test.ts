import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FeedServer, startFeedServer } from "../feed-server.ts";
import { newSigningKey } from "./ed25519.ts";
import { type WinSparkleSetting, winSparkleClient } from "./winsparkle-client.ts";
import { compareWinSparkleVersions } from "./winsparkle-version.ts";

const KEY = newSigningKey();
const BYTES = Buffer.from("the app, newer");
const SIGNATURE = KEY.sign(BYTES).toString("base64");

let server: FeedServer;
beforeAll(async () => {
  server = await startFeedServer();
});
afterAll(() => server.close());
beforeEach(() => void server.answers.clear());

const enclosure = (os = "windows-x64", signature = SIGNATURE) =>
  `<enclosure url="${server.url}/App.exe" sparkle:os="${os}" sparkle:edSignature="${signature}"/>`;
const item = (version: string, more = "", file = enclosure()) =>
  `<item><sparkle:version>${version}</sparkle:version>${more}${file}</item>`;
const feedOf = (items: string) =>
  `<rss xmlns:sparkle="http://www.andymatuschak.org/xml-namespaces/sparkle"><channel>${items}</channel></rss>\n`;

/** What the client, on 1.0 and x64, makes of a feed. */
function make(feed: string, setting: Partial<WinSparkleSetting> = {}) {
  server.answers.set("/feed", feed);
  server.answers.set("/App.exe", BYTES);
  const client = winSparkleClient({ publicKey: KEY.publicKey, feed: "/feed", ...setting });
  const app = { platform: "win", arch: "x64", version: "1.0" } as const;
  return client.ask({ server: server.url, organization: "o" }, app);
}

describe("the simulator of WinSparkle", () => {
  test("installs the newest item that is signed, whatever their order and the prefix of the namespace", async () => {
    expect(await make(feedOf(item("1.1") + item("1.3") + item("1.2")))).toMatchObject({ version: "1.3" });
    expect(
      await make(feedOf(item("1.1")).replaceAll("sparkle:", "s:").replace("xmlns:sparkle", "xmlns:s")),
    ).toMatchObject({ kind: "update" });
  });

  test("stays with a feed that has no item, or none for it", async () => {
    const minimum = "<sparkle:minimumSystemVersion>11.0.22000</sparkle:minimumSystemVersion>";
    const of = (os: string) => item("1.1", "", enclosure(os));
    for (const items of [
      "",
      item("1.0"),
      item("0.9"),
      of("windows-arm64"),
      of("macos"),
      item("1.1", minimum),
    ]) {
      expect(await make(feedOf(items))).toEqual({ kind: "stay" });
    }
  });

  test("takes the file of its own architecture before one of any", async () => {
    const wrong = enclosure("windows", "AAAA");
    expect(await make(feedOf(item("1.1", "", wrong + enclosure())))).toMatchObject({ kind: "update" });
    expect(await make(feedOf(item("1.1", "", enclosure("windows"))))).toMatchObject({ kind: "update" });
  });

  test("knows no channels: an item of one counts as any other", async () => {
    expect(await make(feedOf(item("1.1", "<sparkle:channel>beta</sparkle:channel>")))).toMatchObject({
      version: "1.1",
    });
  });

  test.each([
    ["no XML", () => "<rss><channel>"],
    ["nothing", () => ""],
    ["a prefix that is not declared", () => feedOf(item("1.1")).replace(/ xmlns:sparkle="[^"]*"/, "")],
    ["a character that XML cannot say", () => feedOf(item("1.1", "<description>\u0008</description>"))],
    ["a relative address", () => feedOf(item("1.1")).replace(server.url, "")],
    ["a file that is not there", () => feedOf(item("1.1")).replace("App.exe", "nothing.exe")],
    ["a file without a signature", () => feedOf(item("1.1", "", enclosure("windows", "")))],
    [
      "the signature of another file",
      () => feedOf(item("1.1", "", enclosure("windows", KEY.sign(Buffer.of(1)).toString("base64")))),
    ],
    ["half a signature", () => feedOf(item("1.1", "", enclosure("windows", "AAAA")))],
  ])("tells of an error for %s", async (_, feed) => {
    expect(await make(feed())).toMatchObject({ kind: "error" });
  });

  test("tells of an error where there is no feed", async () => {
    expect(await make(feedOf(""), { feed: "/missing" })).toMatchObject({ kind: "error" });
  });
});

describe("the order of versions", () => {
  test.each([
    ["1.0", "1.1"],
    ["1.0", "1.0.0"],
    ["1.5b3", "1.5"],
    ["1.2rc1", "1.2.0"],
    ["1.20rc3", "1.20rc4"],
    ["1.9", "1.10"],
    ["2.0.0.2429", "2.0.0.2430"],
  ])("%s is older than %s to WinSparkle", (older, newer) => {
    expect(compareWinSparkleVersions(older, newer)).toBeLessThan(0);
    expect(compareWinSparkleVersions(newer, older)).toBeGreaterThan(0);
  });

  test("numbers above 32 bits are all the same to WinSparkle", () => {
    expect(compareWinSparkleVersions("1.4000000000", "1.5000000000")).toBe(0);
  });
});
