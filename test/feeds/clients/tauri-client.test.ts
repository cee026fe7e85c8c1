import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FeedServer, startFeedServer } from "../feed-server.ts";
import { newMinisignKey, verifyMinisign } from "./minisign.ts";
import { type TauriSetting, tauriClient } from "./tauri-client.ts";

const KEY = newMinisignKey();
const BYTES = Buffer.from("the app, newer");
const APP = { platform: "mac", arch: "arm64", version: "1.0.0" } as const;

let server: FeedServer;
beforeAll(async () => {
  server = await startFeedServer();
});
afterAll(() => server.close());
beforeEach(() => void server.answers.clear());

const right = () => ({
  version: "1.1.0",
  url: `${server.url}/app.tar.gz`,
  signature: KEY.sign(BYTES, "timestamp:1\tversion:1.1.0"),
});

/** What the client makes of an answer. */
function make(answer: unknown, setting: Partial<TauriSetting> = {}) {
  server.answers.set("/feed", typeof answer === "string" ? answer : JSON.stringify(answer));
  server.answers.set("/app.tar.gz", BYTES);
  const client = tauriClient({ publicKey: KEY.publicKey, endpoint: "/feed", ...setting });
  return client.ask({ server: server.url, organization: "o" }, APP);
}

describe("the simulator of Tauri's updater", () => {
  test("installs what is newer and signed, by either kind of signature", async () => {
    expect(await make(right())).toEqual({ kind: "update", version: "1.1.0", bytes: new Uint8Array(BYTES) });
    const signature = KEY.sign(BYTES, "timestamp:1", true);
    expect(await make({ ...right(), signature })).toMatchObject({ kind: "update" });
  });

  test.each([
    ["1.1.0", "update"],
    ["v1.1.0", "update"],
    ["1.0.0", "stay"],
    ["1.0.0-99", "stay"],
    ["1.0.0+5", "update"],
    ["1.0.1-1", "update"],
    ["0.9.0", "stay"],
    ["1.1", "error"],
    ["1.1.0.5", "error"],
    ["01.1.0", "error"],
    [" 1.1.0", "error"],
  ])("takes %s, over 1.0.0, for: %s", async (version, kind) => {
    const signature = KEY.sign(BYTES, "timestamp:1");
    expect(await make({ ...right(), version, signature })).toMatchObject({ kind });
  });

  test.each([
    ["no version", { version: undefined }],
    ["a number for a version", { version: 1 }],
    ["no address", { url: undefined }],
    ["a relative address", { url: "/app.tar.gz" }],
    ["no signature", { signature: undefined }],
    ["a date of another form", { pub_date: "Mon, 30 Nov 2026" }],
    ["a day without a time", { pub_date: "2026-11-30" }],
    ["notes that are no text", { notes: ["a"] }],
    ["a bad entry of another platform", { platforms: { "darwin-aarch64": right, "linux-x86_64": {} } }],
    ["no entry of its platform", { platforms: {} }],
    ["a file that is not there", { url: "SERVER/nothing" }],
  ])("tells of an error for an answer with %s", async (_, change) => {
    const url = "url" in change ? { url: change.url?.replace("SERVER", server.url) } : {};
    const platforms =
      "platforms" in change ? { platforms: JSON.parse(JSON.stringify(change.platforms)) } : {};
    expect(await make({ ...right(), ...change, ...url, ...platforms })).toMatchObject({ kind: "error" });
  });

  test("tells of an error for what is no JSON, and for a file that is missing", async () => {
    expect(await make("<html>")).toMatchObject({ kind: "error" });
    expect(await make(right(), { endpoint: "/missing" })).toMatchObject({ kind: "error" });
  });

  test("does not install other bytes, nor those of another key, nor under another version", async () => {
    const other = newMinisignKey();
    const wrong = [
      KEY.sign(Buffer.from("other"), "timestamp:1"),
      other.sign(BYTES, "timestamp:1"),
      KEY.sign(BYTES, "timestamp:1\tversion:9.9.9"),
      "",
      "AAAA",
    ];
    for (const signature of wrong) {
      expect(await make({ ...right(), signature })).toMatchObject({ kind: "error" });
    }
    const unsaid = { ...right(), signature: KEY.sign(BYTES, "timestamp:1") };
    expect(await make(unsaid, { requireSignedVersion: true })).toMatchObject({ kind: "error" });
    expect(await make(right(), { requireSignedVersion: true })).toMatchObject({ kind: "update" });
  });

  test("goes down where its app's own comparison lets it, if an older file is announced", async () => {
    const older = { ...right(), version: "0.9.0", signature: KEY.sign(BYTES, "timestamp:1") };
    expect(await make(older, { comparator: (a, b) => a !== b })).toMatchObject({
      kind: "update",
      version: "0.9.0",
    });
  });

  test("looks for its entry even where it would stay, from 2.10 on", async () => {
    const file = { version: "1.0.0", platforms: {} };
    expect(await make(file)).toMatchObject({ kind: "error" });
    expect(await make(file, { bundle: null })).toEqual({ kind: "stay" });
  });
});

test("a signature of Tauri's own CLI, made elsewhere, is verified", () => {
  // The public test vector of minisign-verify: a legacy signature of "test".
  const key =
    "untrusted comment: minisign public key\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n";
  const signature =
    "untrusted comment: signature from minisign secret key\nRWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\ntrusted comment: timestamp:1555779966\tfile:test\nQtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==\n";
  const encode = (text: string) => Buffer.from(text).toString("base64");
  expect(verifyMinisign(Buffer.from("test"), encode(signature), encode(key))).toEqual({
    comment: "timestamp:1555779966\tfile:test",
  });
  expect(verifyMinisign(Buffer.from("Test"), encode(signature), encode(key))).toHaveProperty("wrong");
});
