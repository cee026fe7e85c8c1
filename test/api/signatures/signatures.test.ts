import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeSigningPair, minisign, minisignKey, minisignKeyLine } from "../../support/minisign.ts";
import { edKey, edSignature, signedAppcast } from "../../support/sparkle.ts";
import { accepted, changingNothing, expectRefusal, get, send } from "../caller.ts";
import { tenancyGround } from "../tenancy-ground.ts";
import { useGround } from "../use-ground.ts";

const here = useGround(tenancyGround);
const [TAURI, SPARKLE, STRANGER] = [makeSigningPair(), makeSigningPair(), makeSigningPair()];
const BYTES = new Uint8Array(randomBytes(200_000));
const OTHER_BYTES = new Uint8Array(randomBytes(200_000));
let count = 0;

const say = (updaters: object) =>
  send(here.server, here.tokens.vendor_admin, { method: "PATCH", path: "/v1/product", body: { updaters } });

const EXE = { platform: "win", format: "exe", ending: "exe" };
const ZIP = { platform: "mac", format: "zip", ending: "zip" };

function upload({ platform, format, ending }: typeof EXE, updaters: object, bytes = BYTES) {
  const fileName = `App-${++count}.${ending}`;
  const said = { platform, arch: "x64", format, fileName, updaters: JSON.stringify(updaters) };
  const path = `/v1/releases/${here.release}/builds?${new URLSearchParams(said)}`;
  const headers = { "content-type": "application/octet-stream" };
  return send(here.server, here.tokens.vendor_admin, { method: "POST", path, raw: bytes, headers });
}

const patch = (id: string, updaters: object) =>
  send(here.server, here.tokens.vendor_admin, {
    method: "PATCH",
    path: `/v1/builds/${id}`,
    body: { updaters },
  });

const tauri = (signature: string) => ({ tauri: { signature } });
const sparkle = (signature: string) => ({ sparkle: { edSignature: signature } });

async function files(): Promise<readonly string[]> {
  const found = await readdir(join(here.server.dataDirectory, "builds"), { recursive: true }).catch(() => []);
  return found.sort();
}

describe("without a key of the apps", () => {
  test("only the form of a signature is looked at", async () => {
    accepted(await upload(EXE, tauri(minisign(STRANGER, OTHER_BYTES))));
    accepted(await upload(ZIP, sparkle(edSignature(STRANGER, OTHER_BYTES))));
  });
});

describe("with the keys of the apps", () => {
  beforeAll(async () => {
    accepted(
      await say({
        tauri: { publicKeys: [minisignKey(TAURI)] },
        sparkle: { publicKeys: [edKey(SPARKLE)] },
        winsparkle: { publicKeys: [edKey(TAURI), edKey(SPARKLE)] },
      }),
    );
  });

  test("they are in the memory of the server, for feeds, and are read as they were given", async () => {
    const said = await get(here.server, here.tokens.vendor_admin, "/v1/product");
    expect(here.server.context.fleet.product).toEqual(said);
    expect(said.updaters.tauri.publicKeys).toEqual([minisignKey(TAURI)]);
  });

  test.each([
    ["minisign's, prehashed", EXE, tauri(minisign(TAURI, BYTES))],
    ["minisign's of the older kind", EXE, tauri(minisign(TAURI, BYTES, { isLegacy: true }))],
    ["Sparkle's", ZIP, sparkle(edSignature(SPARKLE, BYTES))],
    ["WinSparkle's, by either key", EXE, { winsparkle: { edSignature: edSignature(SPARKLE, BYTES) } }],
  ])("a right signature is taken: %s", async (_kind, file, updaters) => {
    const { id } = accepted(await upload(file, updaters));
    const again = accepted(await upload(file, {}));
    accepted(await patch(again.id, updaters));
    expect((await get(here.server, here.tokens.vendor_admin, `/v1/builds/${id}`)).updaters).toEqual(updaters);
  });

  const swapped = () => {
    const lines = Buffer.from(minisign(TAURI, BYTES), "base64").toString().split("\n");
    lines[2] = "trusted comment: timestamp:1\tfile:other.exe";
    return Buffer.from(lines.join("\n")).toString("base64");
  };
  const item = { version: "45.1", length: BYTES.length, edSignature: edSignature(SPARKLE, BYTES) };
  const signedItem = (text: string) => ({ sparkle: { signedItem: text } });
  test.each([
    ["of another file", EXE, tauri(minisign(TAURI, OTHER_BYTES)), /not the signature of App/],
    [
      "of another file, of the older kind",
      EXE,
      tauri(minisign(TAURI, OTHER_BYTES, { isLegacy: true })),
      /not the/,
    ],
    [
      "by a key that the apps do not know",
      EXE,
      tauri(minisign(STRANGER, BYTES)),
      /apps verify with [0-9A-F]{16};/,
    ],
    ["with another trusted comment", EXE, tauri(swapped()), /trusted comment/],
    [
      "of another file, Sparkle's",
      ZIP,
      sparkle(edSignature(SPARKLE, OTHER_BYTES)),
      /updaters\.sparkle\.edSignature/,
    ],
    ["by another key, Sparkle's", ZIP, sparkle(edSignature(TAURI, BYTES)), /PATCH \/v1\/product/],
    [
      "by another key, WinSparkle's",
      EXE,
      { winsparkle: { edSignature: edSignature(STRANGER, BYTES) } },
      /winsparkle/,
    ],
    ["of a feed by another key", ZIP, signedItem(signedAppcast(STRANGER, [item])), /its text was not signed/],
    [
      "in the enclosure of a feed, of another file",
      ZIP,
      signedItem(signedAppcast(SPARKLE, [{ ...item, edSignature: edSignature(SPARKLE, OTHER_BYTES) }])),
      /enclosure/,
    ],
  ])("a signature %s is refused, and nothing is kept", async (_what, file, updaters, sentence) => {
    const { id } = accepted(await upload(file, {}));
    const before = await files();
    await changingNothing(here.server, async () => {
      const changed = await patch(id, updaters);
      expectRefusal(changed, 400, "signature_invalid");
      expect(changed.json.message).toMatch(sentence);
      const bytes = new Uint8Array([...BYTES, ...randomBytes(5)]);
      expect((await upload(file, updaters, bytes)).status).toBe(400);
      const sent = await upload(file, updaters);
      expectRefusal(sent, 400, "signature_invalid");
      expect(sent.json.message).toMatch(sentence);
    });
    expect(await files()).toEqual(before);
  });

  test("the signature of a delta is one of the delta", async () => {
    const { id } = accepted(await upload(ZIP, {}));
    const delta = new Uint8Array(randomBytes(100));
    const add = (signature: string) => {
      const said = { kind: "delta", from: "44.0", fileName: "a.delta", edSignature: signature };
      const path = `/v1/builds/${id}/companions?${new URLSearchParams(said)}`;
      const headers = { "content-type": "application/octet-stream" };
      return send(here.server, here.tokens.vendor_admin, { method: "POST", path, raw: delta, headers });
    };
    expectRefusal(await add(edSignature(SPARKLE, BYTES)), 400, "signature_invalid");
    accepted(await add(edSignature(SPARKLE, delta)));
  });

  test("a build that is hosted elsewhere is verified as far as that needs no bytes", async () => {
    accepted(await patch(here.build, sparkle(edSignature(STRANGER, BYTES))));
    const text = signedAppcast(STRANGER, [{ ...item, length: 1 }]);
    expectRefusal(await patch(here.build, signedItem(text)), 400, "signature_invalid");
    accepted(await patch(here.build, { sparkle: null }));
  });

  test.each([
    ["is none", "<rss/>", /sparkle-signatures/],
    ["has two items", signedAppcast(SPARKLE, [item, item]), /exactly one item/],
    ["has no item", signedAppcast(SPARKLE, []), /exactly one item/],
    [
      "offers another version",
      signedAppcast(SPARKLE, [{ ...item, version: "45.2" }]),
      /sparkle:version is 45\.2/,
    ],
    ["says another length", signedAppcast(SPARKLE, [{ ...item, length: 5 }]), /length of its enclosure is 5/],
    [
      "was changed after it was signed",
      `${signedAppcast(SPARKLE, [item])} `.replace("<title>", "<title>!"),
      /length/,
    ],
    ["is followed by more", `${signedAppcast(SPARKLE, [item])}<x/>`, /behind the comment/],
  ])("a signed feed that %s is refused", async (_what, text, sentence) => {
    const { id } = accepted(await upload(ZIP, {}));
    const answered = await patch(id, signedItem(text));
    expect(answered.status, answered.text).toBe(400);
    expect(answered.json.message).toMatch(sentence);
  });

  test("a signed feed of exactly this build is taken", async () => {
    const { id } = accepted(await upload(ZIP, {}));
    accepted(await patch(id, signedItem(signedAppcast(SPARKLE, [item]))));
  });
});

describe("what is said of the apps", () => {
  test("stays where it is left out, and is gone where it is null", async () => {
    accepted(await say({ omaha: { appId: "{11111111-2222-3333-4444-555555555555}" } }));
    accepted(await say({ tauri: { publicKeys: [minisignKeyLine(TAURI)] } }));
    const { updaters } = accepted(await say({ omaha: null }));
    expect(updaters).toMatchObject({ tauri: { publicKeys: [minisignKeyLine(TAURI)] } });
    expect(updaters).not.toHaveProperty("omaha");
    await changingNothing(here.server, async () => accepted(await say({ omaha: null })));
  });

  const keys = [edKey(SPARKLE)];
  test.each([
    ["a key that is none", { sparkle: { publicKeys: ["abc"] } }, /32 bytes/],
    [
      "a secret in the place of a key",
      { tauri: { publicKeys: [minisign(TAURI, BYTES)] } },
      /public key of minisign/,
    ],
    [
      "an empty feed with an item",
      {
        sparkle: {
          publicKeys: keys,
          emptyAppcast: signedAppcast(SPARKLE, [{ version: "1", length: 1, edSignature: "" }]),
        },
      },
      /no item/,
    ],
    [
      "an empty feed by another key",
      { sparkle: { publicKeys: keys, emptyAppcast: signedAppcast(STRANGER, []) } },
      /not signed/,
    ],
    ["a protocol that has nothing to say", { electron: {} }, /electron/],
  ])("is refused: %s", async (_what, updaters, sentence) => {
    await changingNothing(here.server, async () => {
      const answered = await say(updaters);
      expect(answered.status, answered.text).toBe(400);
      expect(answered.json.message).toMatch(sentence);
    });
  });

  test("an empty feed that the key of the apps signed is taken", async () => {
    const emptyAppcast = signedAppcast(SPARKLE, []);
    accepted(await say({ sparkle: { publicKeys: keys, emptyAppcast } }));
    expect(here.server.context.fleet.product.updaters.sparkle?.emptyAppcast).toBe(emptyAppcast);
  });
});
