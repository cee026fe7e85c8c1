import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { accepted, type Call, changingNothing, expectRefusal, get, refusedCall, send } from "./caller.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const sha1Of = (bytes: Uint8Array) => createHash("sha1").update(bytes).digest("hex");
const sha512Of = (bytes: Uint8Array) => createHash("sha512").update(bytes).digest("base64");

interface Described {
  readonly fileName: string;
  readonly [parameter: string]: string;
}

function pathFor(described: Described): string {
  const query = new URLSearchParams({ platform: "win", arch: "x64", format: "exe", ...described });
  return `/v1/releases/${here.release}/builds?${query}`;
}

function upload(bytes: Uint8Array<ArrayBuffer>, described: Described): Call {
  const headers = { "content-type": "application/octet-stream" };
  return { method: "POST", path: pathFor(described), raw: bytes, headers };
}

async function uploaded(bytes: Uint8Array<ArrayBuffer>, described: Described) {
  return accepted(await send(here.server, here.tokens.vendor_admin, upload(bytes, described)));
}

async function listed(): Promise<{ id: string; fileName: string; sha256: string | null }[]> {
  return (await get(here.server, here.tokens.vendor_admin, "/v1/builds?max=1000")).items;
}

/** Every file under the builds of the data directory. */
async function files(): Promise<string[]> {
  const directory = join(here.server.dataDirectory, "builds");
  const found = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Nothing is listed, in the ledger or on the disk that was not there before. */
async function leavingNothing(work: () => Promise<unknown>): Promise<void> {
  const before = [await listed(), await files()];
  await changingNothing(here.server, work);
  expect([await listed(), await files()]).toEqual(before);
}

describe("an upload", () => {
  test("is measured while it arrives, and listed as it is (R22)", async () => {
    const bytes = new Uint8Array(randomBytes(3 * 1024 * 1024 + 7));
    const build = await uploaded(bytes, {
      fileName: "App Setup (1).exe",
      sha256: sha256Of(bytes).toUpperCase(),
    });
    expect(build).toMatchObject({
      releaseId: here.release,
      version: "45.1",
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: "App Setup (1).exe",
      size: bytes.length,
      sha256: sha256Of(bytes),
      sha512: sha512Of(bytes),
      url: `/builds/${sha256Of(bytes)}/App%20Setup%20(1).exe`,
      addedAt: "2026-03-01T00:00:00.000Z",
    });
    expect(await listed()).toContainEqual({ ...build, current: true });
    expect(await files()).toEqual([sha256Of(bytes)]);
    const kept = here.server.context.fleet.calendar.flatMap(({ builds }) => builds);
    expect(kept.find(({ id }) => id === build.id)?.proofs).toEqual({ sha1: sha1Of(bytes) });
  });

  test.each([
    ["sha256", "0".repeat(64)],
    ["sha512", `${"A".repeat(86)}==`],
  ])("whose bytes have another %s than was said leaves nothing", async (name, digest) => {
    const bytes = new Uint8Array(randomBytes(2_000_000));
    await leavingNothing(async () => {
      const answered = await send(
        here.server,
        here.tokens.vendor_admin,
        upload(bytes, { fileName: "a.exe", [name]: digest }),
      );
      expectRefusal(answered, 400, "digest_mismatch");
      expect(answered.json.message).toContain(name === "sha256" ? sha256Of(bytes) : sha512Of(bytes));
    });
  });

  test("that breaks off half-way leaves nothing", async () => {
    await leavingNothing(async () => {
      const sent = request(here.server.url + pathFor({ fileName: "half.exe" }), {
        method: "POST",
        headers: {
          authorization: `Bearer ${here.tokens.vendor_admin}`,
          "content-type": "application/octet-stream",
          "content-length": 4_000_000,
        },
      });
      const broken = new Promise((resolve) => sent.on("error", resolve));
      sent.write(randomBytes(2_000_000));
      await until(async () => (await unfinished()) === 1);
      sent.destroy();
      await broken;
      await until(async () => (await unfinished()) === 0);
    });
  });

  test("of nothing is refused", async () => {
    await leavingNothing(async () => {
      const answered = await send(
        here.server,
        here.tokens.vendor_admin,
        upload(new Uint8Array(), { fileName: "a.exe" }),
      );
      expectRefusal(answered, 400, "build_empty");
    });
  });

  test("of the same bytes again is the same build, also at the same time", async () => {
    const bytes = new Uint8Array(randomBytes(100_000));
    const first = await uploaded(bytes, { fileName: "same.exe" });
    await leavingNothing(async () => expect(await uploaded(bytes, { fileName: "same.exe" })).toEqual(first));
    const others = new Uint8Array(randomBytes(100_000));
    const both = await Promise.all([1, 2, 3].map(() => uploaded(others, { fileName: "both.exe" })));
    expect(new Set(both.map((build) => build.id)).size).toBe(1);
    expect((await listed()).filter((build) => build.fileName === "both.exe")).toHaveLength(1);
  });

  test("of the same bytes under another name is another build, and both can be downloaded", async () => {
    const bytes = new Uint8Array(randomBytes(1000));
    const names = ["one.zip", "two.zip"];
    const builds = [];
    for (const fileName of names) builds.push(await uploaded(bytes, { fileName, format: "zip" }));
    expect(builds[0].id).not.toBe(builds[1].id);
    for (const { url } of builds) expect((await fetch(here.server.url + url)).status).toBe(200);
  });

  test.each([
    [
      { fileName: "a.exe", format: "dmg" },
      "format_unknown",
      /"dmg" is not a package format of win; use one of exe, msi, msix, zip/,
    ],
    [{ fileName: "a.exe.blockmap" }, "file_name_of_another_format", /ends in \.exe/],
    [{ fileName: "latest.yml" }, "file_name_of_another_format", /"latest\.yml"/],
    [{ fileName: "a.DMG", platform: "mac", format: "zip" }, "file_name_of_another_format", /\.zip/],
    [
      { fileName: "a.deb", platform: "linux", format: "appimage" },
      "file_name_of_another_format",
      /\.appimage/,
    ],
    [{ fileName: "exe" }, "file_name_of_another_format", /\.exe/],
    [{ fileName: "a.exe", platform: "ios" }, "desktop_only", /win, mac, linux/],
    [{ fileName: "a.exe", arch: "mips" }, "invalid_field", /arch/],
    [{ fileName: "../a.exe" }, "invalid_field", /fileName/],
    [{ fileName: ".exe" }, "invalid_field", /fileName/],
    [{ fileName: "" }, "invalid_field", /fileName/],
    [{ fileName: "a.exe", sha256: "abc" }, "invalid_field", /64 hex digits/],
    [{ fileName: "a.exe", sha512: "abc" }, "invalid_field", /base64/],
    [{ fileName: "a.exe", size: "5" }, "unknown_field", /size/],
  ])("described as %j is refused before it is kept", async (described, code, sentence) => {
    await leavingNothing(async () => {
      const call = upload(new Uint8Array(randomBytes(300_000)), described);
      const answered = await send(here.server, here.tokens.vendor_admin, call);
      expectRefusal(answered, 400, code);
      expect(answered.json.message).toMatch(sentence);
    });
  });

  test("of whoever may not is refused before it is kept", async () => {
    await leavingNothing(async () => {
      const call = upload(new Uint8Array(randomBytes(300_000)), { fileName: "a.exe" });
      expectRefusal(await send(here.server, here.tokens.partner_full_admin, call), 403, "not_allowed");
      expectRefusal(await send(here.server, null, call), 401, "not_signed_in");
    });
  });
});

async function unfinished(): Promise<number> {
  const directory = join(here.server.dataDirectory, "builds", "unfinished");
  return (await readdir(directory).catch(() => [])).length;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error("it did not come about within 10 seconds");
    await sleep(5);
  }
}

describe("a build that is hosted elsewhere", () => {
  const hosted = (change: object = {}): Call => ({
    method: "POST",
    path: `/v1/releases/${here.release}/builds`,
    body: {
      platform: "mac",
      arch: "arm64",
      format: "zip",
      fileName: "App.zip",
      url: "https://cdn.example.org/App.zip?x=1",
      size: 5_000_000_000,
      sha512: `${"A".repeat(86)}==`,
      ...change,
    },
  });

  test("is listed with its own address and without a SHA-256, once", async () => {
    const answered = await send(here.server, here.tokens.vendor_admin, hosted());
    const build = accepted(answered);
    expect(build).toMatchObject({
      url: "https://cdn.example.org/App.zip?x=1",
      sha256: null,
      size: 5_000_000_000,
    });
    await leavingNothing(async () => {
      const again = await send(here.server, here.tokens.vendor_admin, hosted());
      expect(accepted(again)).toEqual(build);
    });
    expect(await listed()).toContainEqual({ ...build, current: true });
  });

  test.each([
    [{ url: "ftp://cdn.example.org/App.zip" }, "invalid_field", /url/],
    [{ url: "App.zip" }, "invalid_field", /url/],
    [{ url: "http://cdn.example.org/App.zip" }, "build_address_not_allowed", /https/],
    [{ url: "https://169.254.169.254/App.zip" }, "build_address_not_allowed", /SLUICE_HOSTED_BUILDS/],
    [{ url: "https://a:b@cdn.example.org/App.zip" }, "build_address_not_allowed", /password/],
    [{ url: "https://cdn.example.org/\u0000" }, "invalid_field", /url/],
    [{ url: "https://cdn.example.org/\ud800" }, "invalid_field", /url/],
    [{ size: 0 }, "invalid_field", /size/],
    [{ size: "5" }, "invalid_field", /size/],
    [{ sha512: "abc" }, "invalid_field", /base64/],
    [{ sha256: "0".repeat(64) }, "unknown_field", /sha256/],
    [{ format: "msi" }, "format_unknown", /use one of zip, dmg, pkg/],
    [{ platform: "android" }, "desktop_only", /desktop/],
  ])("with %j is refused", async (change, code, sentence) => {
    const answered = await refusedCall(here.server, here.tokens.vendor_admin, hosted(change), 400, code);
    expect(answered.json.message).toMatch(sentence);
  });
});

describe("the list of builds", () => {
  test("holds for a partner what is out, and for the vendor all (R22)", async () => {
    const dates = { version: "46.1", automaticAt: "2026-06-02" };
    const { id } = accepted(
      await send(here.server, here.tokens.vendor_admin, {
        method: "POST",
        path: "/v1/releases",
        body: dates,
      }),
    );
    const bytes = new Uint8Array(randomBytes(10));
    const path = pathFor({ fileName: "planned.exe" }).replace(here.release, id);
    const planned = accepted(
      await send(here.server, here.tokens.vendor_admin, { ...upload(bytes, { fileName: "" }), path }),
    );
    expect((await listed())[0]?.id).toBe(planned.id);
    for (const role of ["partner_full_admin", "partner_help_desk"] as const) {
      const { items } = await get(here.server, here.tokens[role], "/v1/builds?platform=win");
      expect(items.length).toBeGreaterThan(0);
      expect(items.map((build: { id: string }) => build.id)).not.toContain(planned.id);
    }
  });

  test("can be narrowed to a platform, and read in pages", async () => {
    await uploaded(new Uint8Array(randomBytes(10)), {
      fileName: "app.deb",
      platform: "linux",
      format: "deb",
    });
    const { items } = await get(here.server, here.tokens.vendor_admin, "/v1/builds?platform=linux");
    expect(items).toMatchObject([{ fileName: "app.deb", platform: "linux" }]);
    expect(await pages("/v1/builds?max=2")).toEqual(await listed());
  });
});

/** Every item of a list, page by page. */
async function pages(first: string): Promise<unknown[]> {
  const items: unknown[] = [];
  for (let path: string | undefined = first; path; ) {
    const answered = await send(here.server, here.tokens.vendor_admin, { method: "GET", path });
    items.push(...accepted(answered).items);
    path = /^<(\/v1\/[^>]+)>; rel="next"$/.exec(answered.headers.get("link") ?? "")?.[1];
  }
  return items;
}
