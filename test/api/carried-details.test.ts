import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { makeSigningPair, minisign } from "../support/minisign.ts";
import { accepted, changingNothing, expectRefusal, get, send } from "./caller.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);
const PAIR = makeSigningPair();
const OCTETS = { "content-type": "application/octet-stream" };
const ED_SIGNATURE = `${"A".repeat(85)}A==`;
let count = 0;

interface Kind {
  readonly platform: string;
  readonly format: string;
  readonly fileName: string;
}
const EXE = (): Kind => ({ platform: "win", format: "exe", fileName: `App-${++count}.exe` });
const ZIP = (): Kind => ({ platform: "mac", format: "zip", fileName: `App-${++count}.zip` });
const DEB = (): Kind => ({ platform: "linux", format: "deb", fileName: `app-${++count}.deb` });
const NUPKG = (): Kind => ({
  platform: "win",
  format: "nupkg",
  fileName: `App${++count}-45.1.0-full.nupkg`,
});

async function upload(kind: Kind, more: Record<string, string> = {}, bytes = randomBytes(1000)) {
  const query = new URLSearchParams({ arch: "x64", ...kind, ...more });
  const path = `/v1/releases/${here.release}/builds?${query}`;
  const call = { method: "POST", path, raw: new Uint8Array(bytes), headers: OCTETS };
  return send(here.server, here.tokens.vendor_admin, call);
}

const patch = (id: string, body: object) =>
  send(here.server, here.tokens.vendor_admin, { method: "PATCH", path: `/v1/builds/${id}`, body });

const remembered = (id: string) =>
  here.server.context.fleet.calendar.flatMap(({ builds }) => builds).find((build) => build.id === id);

function companion(id: string, query: Record<string, string>, bytes: Uint8Array<ArrayBuffer>) {
  const path = `/v1/builds/${id}/companions?${new URLSearchParams(query)}`;
  return send(here.server, here.tokens.vendor_admin, { method: "POST", path, raw: bytes, headers: OCTETS });
}

describe("a change of what a build carries", () => {
  test("replaces what is named, takes away what is null, keeps the rest, and is in memory at once", async () => {
    const { id } = accepted(await upload(EXE()));
    const omaha = { arguments: "--silent" };
    const electron = { isAdminRightsRequired: true };
    accepted(await patch(id, { appVersion: "45.1.7", updaters: { omaha, electron } }));
    expect(remembered(id)).toMatchObject({ appVersion: "45.1.7", updaters: { omaha, electron } });
    accepted(await patch(id, { updaters: { omaha: { run: "setup.exe" }, electron: null } }));
    const shown = await get(here.server, here.tokens.vendor_admin, `/v1/builds/${id}`);
    expect(shown).toMatchObject({ appVersion: "45.1.7", updaters: { omaha: { run: "setup.exe" } } });
    expect(shown.updaters).toEqual({ omaha: { run: "setup.exe" } });
    accepted(await patch(id, { appVersion: null }));
    expect(remembered(id)?.appVersion).toBeNull();
  });

  test("that says what is there already changes nothing", async () => {
    const { id } = accepted(await upload(EXE(), { updaters: JSON.stringify({ omaha: { run: "a.exe" } }) }));
    await changingNothing(here.server, async () => {
      accepted(await patch(id, { updaters: { omaha: { run: "a.exe" }, tauri: null } }));
    });
  });

  test("does not change what an answer for the past says (R17)", async () => {
    const { id } = accepted(await upload(EXE()));
    const before = here.server.context.fleet.calendar;
    here.server.setClock("2026-03-02T00:00:00Z");
    accepted(await patch(id, { appVersion: "45.1.9" }));
    here.server.setClock("2026-03-01T00:00:00Z");
    const entry = here.server.context.fleet.calendar.find(({ builds }) =>
      builds.some((one) => one.id === id),
    );
    expect(entry?.formerBuilds?.find(({ build }) => build.id === id)).toMatchObject({
      build: { appVersion: null },
      until: Date.parse("2026-03-02T00:00:00Z"),
    });
    expect(before).not.toBe(here.server.context.fleet.calendar);
  });

  const control = "Package: app\nVersion: 45.1\nArchitecture: amd64\nDescription: an app\n for all\n";
  const tauri = (text = minisign(PAIR, randomBytes(10))) => ({ tauri: { signature: text } });
  test.each([
    ["a text that is no minisign signature", EXE, tauri("bm90IGEgc2lnbmF0dXJl"), /four lines/],
    ["65 bytes of EdDSA", ZIP, { sparkle: { edSignature: "A".repeat(88) } }, /64 bytes/],
    ["a DSA signature that is none", EXE, { winsparkle: { dsaSignature: "AAAA" } }, /DER/],
    [
      "Sparkle's details for Windows",
      EXE,
      { sparkle: { edSignature: ED_SIGNATURE } },
      /only zip, dmg|nothing on win/,
    ],
    ["a bundle version with a dash", ZIP, { sparkle: { bundleVersion: "45.1-7" } }, /dash/],
    [
      "systems the wrong way round",
      ZIP,
      { sparkle: { minimumSystemVersion: "13.0", maximumSystemVersion: "10.15.7" } },
      /10\.15\.7 is lower/,
    ],
    ["a block map larger than its file", EXE, { electron: { blockMapSize: 5000 } }, /1000 bytes/],
    ["a number that semver refuses", EXE, { electron: { minimumSystemVersion: "10.0.01" } }, /semver/],
    ["an id with a dot for Squirrel", NUPKG, { "squirrel-windows": { packageId: "My.App" } }, /letters/],
    ["a control paragraph with a digest", DEB, { apt: { control: `${control}SHA256: ab\n` } }, /sha256/],
    ["two control paragraphs", DEB, { apt: { control: `${control}\n${control}` } }, /one paragraph/],
    [
      "a control paragraph without a version",
      DEB,
      { apt: { control: "Package: a\nArchitecture: all" } },
      /Version/,
    ],
    [
      "a control paragraph of another architecture",
      DEB,
      { apt: { control: control.replace("amd64", "arm64") } },
      /has amd64 or all/,
    ],
    [
      "another version in the trusted comment than is announced",
      EXE,
      tauri(minisign(PAIR, randomBytes(10), { comment: "timestamp:1\tfile:a.exe\tversion:45.1.1" })),
      /45\.1\.1 was signed, and 45\.1\.0 would be announced/,
    ],
  ])("is refused for %s, at the change and at the upload", async (_what, kind, updaters, sentence) => {
    const { id } = accepted(await upload(kind()));
    await changingNothing(here.server, async () => {
      const changed = await patch(id, { updaters });
      expect(changed.status, changed.text).toBe(400);
      expect(changed.json.message).toMatch(sentence);
      const sent = await upload(kind(), { updaters: JSON.stringify(updaters) });
      expect(sent.status, sent.text).toBe(400);
      expect(sent.json.message).toMatch(sentence);
    });
  });

  test("takes the version that was signed, in whichever of the two places it is said", async () => {
    const comment = "timestamp:1\tfile:a.exe\tversion:45.1.1";
    const signature = minisign(PAIR, randomBytes(10), { comment });
    const { id } = accepted(await upload(EXE()));
    accepted(await patch(id, { updaters: { tauri: { signature, version: "45.1.1" } } }));
    expectRefusal(await patch(id, { updaters: { tauri: { signature } } }), 400, "details_do_not_fit");
    accepted(await patch(id, { appVersion: "45.1.1", updaters: { tauri: { signature } } }));
    // The app's version cannot be taken away from under the signature.
    expectRefusal(await patch(id, { appVersion: null }), 400, "details_do_not_fit");
    accepted(await patch(id, { updaters: { apt: null } }));
  });

  test("is told in the audit", async () => {
    const { id } = accepted(await upload(EXE()));
    accepted(await patch(id, { updaters: { omaha: { run: "a.exe" } } }));
    const { items } = await get(here.server, here.tokens.vendor_admin, "/v1/adminAudit/events?max=1");
    expect(items[0]).toMatchObject({ action: "change_build", subjectId: id });
  });
});

describe("the same file again", () => {
  test("brings what was not said before, and replaces what is said now", async () => {
    const kind = EXE();
    const bytes = randomBytes(500);
    const updaters = (value: object) => ({ updaters: JSON.stringify(value) });
    const { id } = accepted(await upload(kind, updaters({ omaha: { run: "a.exe" } }), bytes));
    const again = accepted(
      await upload(
        kind,
        { appVersion: "45.1.3", ...updaters({ electron: { isAdminRightsRequired: true } }) },
        bytes,
      ),
    );
    expect(again).toMatchObject({
      id,
      appVersion: "45.1.3",
      updaters: { omaha: { run: "a.exe" }, electron: { isAdminRightsRequired: true } },
    });
    await changingNothing(here.server, async () => {
      expect(accepted(await upload(kind, {}, bytes))).toEqual(again);
    });
  });
});

describe("a companion file", () => {
  const blockMap = (size: number) => {
    const file = { name: "file", offset: 0, checksums: ["a", "b"], sizes: [size - 10, 10] };
    return new Uint8Array(gzipSync(JSON.stringify({ version: "2", files: [file] })));
  };
  const BLOCK_MAP = { kind: "blockmap", fileName: "App.exe.blockmap" };

  test("is measured, kept and listed with its build; the same bytes again are the same one", async () => {
    const { id } = accepted(await upload(EXE()));
    const bytes = blockMap(1000);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const added = accepted(await companion(id, BLOCK_MAP, bytes));
    expect(added).toEqual({
      ...BLOCK_MAP,
      from: null,
      edSignature: null,
      size: bytes.length,
      sha256,
      sha1: createHash("sha1").update(bytes).digest("hex"),
      sha512: createHash("sha512").update(bytes).digest("base64"),
    });
    await changingNothing(here.server, async () => {
      expect(accepted(await companion(id, BLOCK_MAP, bytes))).toEqual(added);
    });
    expect(remembered(id)?.companions).toEqual([added]);
    const opened = await here.server.context.buildFiles.open(sha256);
    expect(opened.ok && opened.value?.size).toBe(bytes.length);
    const path = `/v1/builds/${id}/companions/${sha256}`;
    const remove = { method: "DELETE", path };
    accepted(await send(here.server, here.tokens.vendor_admin, remove));
    expect(remembered(id)?.companions).toEqual([]);
    expectRefusal(await send(here.server, here.tokens.vendor_admin, remove), 404, "not_found");
  });

  test("that came later is the first in the list", async () => {
    const { id } = accepted(await upload(ZIP()));
    for (const from of ["43.0", "44.0"]) {
      const delta = { kind: "delta", from, fileName: `${from}.delta`, edSignature: ED_SIGNATURE };
      accepted(await companion(id, delta, new Uint8Array(randomBytes(100))));
    }
    expect(remembered(id)?.companions.map(({ from }) => from)).toEqual(["44.0", "43.0"]);
  });

  test.each([
    ["a block map of another file", EXE, BLOCK_MAP, blockMap(900), /900 bytes in all/],
    ["a block map that is none", EXE, BLOCK_MAP, new Uint8Array(randomBytes(50)), /gzipped JSON/],
    ["a block map of a deb", DEB, BLOCK_MAP, blockMap(1000), /exe, zip, dmg/],
    ["a block map from a version", EXE, { ...BLOCK_MAP, from: "44.0" }, blockMap(1000), /leave it out/],
    ["a delta from nowhere", ZIP, { kind: "delta", fileName: "a.delta" }, new Uint8Array(5), /begins with/],
    [
      "a delta from the release itself",
      ZIP,
      { kind: "delta", fileName: "a.delta", from: "45.1" },
      new Uint8Array(5),
      /not older than 45\.1/,
    ],
    [
      "a delta from a newer version",
      NUPKG,
      { kind: "delta", fileName: "App-45.1.0-delta.nupkg", from: "45.2.0" },
      new Uint8Array(5),
      /is called App\d+-45\.1\.0-delta\.nupkg/,
    ],
    [
      "a delta package for a disk image",
      ZIP,
      { kind: "delta", fileName: "App-45.1.0-delta.nupkg", from: "44.0.0" },
      new Uint8Array(5),
      /ends in \.delta/,
    ],
    [
      "a delta of an installer",
      EXE,
      { kind: "delta", fileName: "a.delta", from: "44.0" },
      new Uint8Array(5),
      /nupkg/,
    ],
  ])("is refused for %s", async (_what, kind, query, bytes, sentence) => {
    const { id } = accepted(await upload(kind()));
    await changingNothing(here.server, async () => {
      const answered = await companion(id, query as Record<string, string>, bytes);
      expectRefusal(answered, 400, "companion_does_not_fit");
      expect(answered.json.message).toMatch(sentence);
    });
  });

  test("of a package is called as the package is, and begins with an older version", async () => {
    const kind = NUPKG();
    const { id } = accepted(await upload(kind));
    const fileName = kind.fileName.replace("-full", "-delta");
    const bytes = new Uint8Array(randomBytes(20));
    const newer = await companion(id, { kind: "delta", fileName, from: "45.1.0" }, bytes);
    expectRefusal(newer, 400, "companion_does_not_fit");
    expect(accepted(await companion(id, { kind: "delta", fileName, from: "45.0.9" }, bytes))).toMatchObject({
      from: "45.0.9",
    });
  });

  test("beside a file that is hosted elsewhere is a delta, never a block map", async () => {
    const block = await companion(here.build, { kind: "blockmap", fileName: "a.zip.blockmap" }, blockMap(10));
    expectRefusal(block, 400, "companion_does_not_fit");
    expect(block.json.message).toMatch(/hosted elsewhere/);
  });
});
