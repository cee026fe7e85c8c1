import { beforeEach, describe, expect, test } from "vitest";
import { aRelease } from "../support/records.ts";
import { TAURI_DYNAMIC, TAURI_STATIC } from "./clients/tauri-client.ts";
import {
  ACME,
  app,
  ask,
  LINUX,
  MAC,
  OUT,
  publish,
  publishOne,
  signed,
  useTauriServer,
  WIN,
} from "./tauri-ground.ts";

useTauriServer();

async function get(path: string, init: RequestInit = {}) {
  const answer = await fetch(app.url + path.replace("ORG", ACME.id), init);
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: text === "" ? null : JSON.parse(text),
  };
}

const MODES = [
  { mode: "dynamic", endpoint: TAURI_DYNAMIC },
  { mode: "static", endpoint: TAURI_STATIC },
  {
    mode: "static, without a platform",
    endpoint: "/feeds/tauri/{organization}/latest.json?version={{current_version}}",
  },
  {
    mode: "dynamic, in the path",
    endpoint:
      "/feeds/tauri/{organization}/platform/{{target}}/arch/{{arch}}/format/{{bundle_type}}/version/{{current_version}}",
  },
] as const;

describe.each(MODES)("Tauri's updater, $mode", ({ endpoint }) => {
  beforeEach(() => void publishOne("2.0.0.7"));

  test.each([WIN, MAC, LINUX])("updates on $platform and has the developer's bytes", async (installed) => {
    for (const bundle of [undefined, null]) {
      const outcome = await ask(installed, { endpoint, ...(bundle === null && { bundle }) });
      expect(outcome).toMatchObject({ kind: "update", version: "2.0.0-7" });
    }
  });

  test.each(["2.0.0-7", "2.0.0-8", "3.0.0-beta.1", "3.0.0+55", "2.0.0"])(
    "stays on %s, without an error",
    async (version) => {
      for (const installed of [WIN, MAC, LINUX]) {
        expect(await ask({ ...installed, version }, { endpoint })).toEqual({ kind: "stay" });
        expect(await ask({ ...installed, version }, { endpoint, bundle: null })).toEqual({ kind: "stay" });
      }
    },
  );

  test("is never sent back, whatever the app's own comparison allows", async () => {
    const setting = { endpoint, comparator: (current: string, announced: string) => current !== announced };
    expect(await ask({ ...WIN, version: "3.0.0" }, setting)).toEqual({ kind: "stay" });
    const always = await ask({ ...WIN, version: "3.0.0" }, { endpoint, comparator: () => true });
    expect(always.kind).not.toBe("update");
  });

  test("refuses a file that was changed on the way", async () => {
    for (const [sha256, bytes] of app.files) app.files.set(sha256, Buffer.from(bytes).fill("x", 3, 4));
    expect(await ask(WIN, { endpoint })).toMatchObject({
      kind: "error",
      message: expect.stringContaining("other bytes"),
    });
    app.files.clear();
  });

  test("stays where the build lost its signature, and a check for it says why", async () => {
    const [before, release] = [aRelease("1.0.0", OUT), aRelease("2.0.0", OUT)];
    const lost = { release, change: { updaters: {} } };
    const rest = [signed("app", { release }), signed("appimage", { release })];
    publish([before, release], [signed("exe", { release: before }), signed("exe", lost), ...rest]);
    expect(await ask({ ...WIN, version: "1.0.0" }, { endpoint })).toEqual({ kind: "stay" });
    const asked = { platform: "win", arch: "x64", version: "1.0.0", updater: "tauri" } as const;
    const { action, reasons } = app.check(ACME.id, asked);
    expect([action, reasons.map(({ code }) => code)]).toEqual([
      "stay",
      expect.arrayContaining(["build_lacks_signature"]),
    ]);
  });

  test("asks for an organization that is not known and gets the vendor default", async () => {
    for (const unknown of ["00000000-0000-4000-8000-000000000000", "nobody"]) {
      expect(await ask(WIN, { endpoint }, unknown)).toMatchObject({ kind: "update", version: "2.0.0-7" });
    }
  });

  test("does not install a release again and again that its app calls by three numbers", async () => {
    const release = aRelease("2.0.0.7", OUT);
    const change = { appVersion: "2.0.0" };
    publish([release], [signed("exe", { release, change }), signed("appimage", { release, change })]);
    expect(await ask({ ...WIN, version: "1.9.9" }, { endpoint })).toMatchObject({
      kind: "update",
      version: "2.0.0",
    });
    expect(await ask({ ...WIN, version: "2.0.0" }, { endpoint })).toEqual({ kind: "stay" });
  });
});

describe("the answer to Tauri's updater", () => {
  const STAY = "/feeds/tauri/ORG?target=windows&arch=x86_64&version=9.0.0";
  const UPDATE = "/feeds/tauri/ORG?target=windows&arch=x86_64&version=1.0.0";
  beforeEach(
    () => void publishOne("2.0.0.7", { notes: 'Notes with "quotes", \\, </script> & \u2028 an emoji: 🛶' }),
  );

  test("says no update by 204, with the reasons and for how long it may be kept", async () => {
    const { status, text, headers } = await get(STAY);
    expect([status, text]).toEqual([204, ""]);
    expect(headers.get("sluice-reasons")).toContain("runs_newer");
    expect(headers.get("cache-control")).toBe("public, max-age=60");
  });

  test("has the notes as they are, the date, and an address of its file that is whole, also behind a path", async () => {
    const { json, headers } = await get(UPDATE);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(json).toEqual({
      version: "2.0.0-7",
      notes: 'Notes with "quotes", \\, </script> & \u2028 an emoji: 🛶',
      pub_date: "2026-02-01T00:00:00.000Z",
      url: expect.stringMatching(new RegExp(`^${app.url}/builds/[0-9a-f]{64}/App%20setup\\.exe$`)),
      signature: expect.any(String),
    });
  });

  test("leads to the file where it is hosted elsewhere", async () => {
    const release = aRelease("2.0.0", OUT);
    const change = { url: "https://cdn.example.com/a.exe", sha256: null };
    publish([release], [signed("exe", { release, change })]);
    expect((await get(UPDATE)).json.url).toBe("https://cdn.example.com/a.exe");
  });

  test("answers HEAD as GET without its body, and 304 where nothing changed", async () => {
    const { headers } = await get(UPDATE);
    const etag = headers.get("etag") ?? "";
    expect(etag).not.toBe("");
    const head = await get(UPDATE, { method: "HEAD" });
    expect([head.status, head.text, head.headers.get("etag")]).toEqual([200, "", etag]);
    expect((await get(UPDATE, { headers: { "if-none-match": etag } })).status).toBe(304);
    const file = await get("/feeds/tauri/ORG/latest.json?version=9.0.0");
    const known = { headers: { "if-none-match": file.headers.get("etag") ?? "" } };
    expect((await get("/feeds/tauri/ORG/latest.json?version=9.0.0", known)).status).toBe(304);
  });

  test.each([
    "/feeds/tauri/latest.json",
    "/feeds/tauri/latest.json?target=windows&arch=x86_64&version=1.0.0",
    "/feeds/tauri/platform/windows/arch/x86_64/version/1.0.0",
    "/feeds/tauri/ORG/other.json",
    "/feeds/tauri/ORG/color/red/latest.json",
  ])("is that there is no such file at %s", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test.each([
    ["no version", "target=windows&arch=x86_64"],
    ["a version that cannot be read", "target=windows&arch=x86_64&version={{current_version}}"],
    ["two versions", "target=windows&arch=x86_64&version=1.0.0&version=1.0.0"],
    ["no platform", "arch=x86_64&version=1.0.0"],
    ["another platform", "target=freebsd&arch=x86_64&version=1.0.0"],
    ["two platforms", "target=windows&target=windows&arch=x86_64&version=1.0.0"],
    ["i686", "target=windows&arch=i686&version=1.0.0"],
    ["armv7", "target=linux&arch=armv7&version=1.0.0"],
    ["riscv64", "target=linux&arch=riscv64&version=1.0.0"],
    ["two architectures", "target=windows&arch=x86_64&arch=x86_64&version=1.0.0"],
    ["another format", "target=windows&arch=x86_64&format=msix&version=1.0.0"],
  ])("offers nothing to an app that says %s", async (_, query) => {
    expect((await get(`/feeds/tauri/ORG?${query}`)).status).toBe(204);
  });

  test.each([
    "windows-i686",
    "windows-armv7",
    "linux-riscv64",
    "darwin-universal",
    "windows-x86_64-portable",
  ])("has an entry for %s in a file that says no update", async (target) => {
    const { json } = await get(`/feeds/tauri/ORG/latest.json?target=${target}&version=3.0.0`);
    expect(json.version).toBe("3.0.0");
    expect(json.platforms[target]).toEqual({ url: `${app.url}/builds/no-update`, signature: "" });
  });

  test("is for an app that sets its own target the entry under this name", async () => {
    const outcome = await ask(MAC, { endpoint: TAURI_STATIC, target: "darwin-universal" });
    expect(outcome).toMatchObject({ kind: "update", version: "2.0.0-7" });
    expect(await ask(MAC, { target: "darwin-aarch64" })).toMatchObject({ kind: "update" });
  });

  test("counts the installation that the address names, and is then for it alone", async () => {
    const { headers } = await get(`${UPDATE}&installation=i-1&user=u`);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(app.context.checkIns.oldest(10)).toMatchObject([{ installation: "i-1" }]);
  });
});
