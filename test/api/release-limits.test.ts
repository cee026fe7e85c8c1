import { createHash, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { accepted, type Call, changingNothing, get, refusedCall, send } from "./caller.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);
const FLOOR = { reason: "moves the database" };
const BLOCK = { platform: null, arch: null, osVersion: null, reason: "no sound", until: null };
const OCTETS = { "content-type": "application/octet-stream" };

const done = async (call: Call) => accepted(await send(here.server, here.tokens.vendor_admin, call));
const post = (path: string, body: object): Call => ({ method: "POST", path, body });
const patch = (id: string, body: object): Call => ({ method: "PATCH", path: `/v1/releases/${id}`, body });

/** Publishes a release with a hosted build for each platform; gives its id. */
async function published(version: string, ...platforms: ("win" | "mac" | "linux")[]): Promise<string> {
  const release = { version, automaticAt: "2026-01-06", state: "published" };
  const { id } = await done(post("/v1/releases", release));
  for (const platform of platforms) await done(post(`/v1/releases/${id}/builds`, hosted(version, platform)));
  return id;
}

function hosted(version: string, platform: "win" | "mac" | "linux") {
  const format = { win: "exe", mac: "zip", linux: "appimage" }[platform];
  return {
    platform,
    arch: "x64",
    format,
    fileName: `app-${version}.${format === "appimage" ? "AppImage" : format}`,
    url: `https://cdn.example.org/${version}/${platform}`,
    size: 10,
    sha512: createHash("sha512").update(version).digest("base64"),
  };
}

/** Everything by which a release can be limited; each says where the fault was. */
const WAYS: readonly [string, (id: string, version: string, body: object) => Call][] = [
  ["a change", (id, _, body) => patch(id, body)],
  ["the preview of a change", (id, _, body) => post(`/v1/releases/${id}/preview`, body)],
  [
    "an import",
    (_, version, body) =>
      post("/v1/imports/calendar", { releases: [{ version, automaticAt: "2026-01-06", ...body }] }),
  ],
];
const NEW_WAYS: readonly [string, string][] = [
  ["a new release", "/v1/releases"],
  ["the preview of a new release", "/v1/releases/preview"],
];

describe("a release that is limited as it cannot be is refused, and nothing changes (R26)", () => {
  let old = "";
  beforeAll(async () => {
    old = await published("70.1", "win", "mac");
    await published("70.2", "win", "linux");
  });

  const WRONG: readonly [string, object, number, RegExp][] = [
    ["floor_without_build", { floor: FLOOR }, 409, /linux, and 70\.1 has none/],
    ["expiry_strands", { expiresAt: "2026-09-01" }, 409, /on mac;/],
    [
      "expiry_needs_reason",
      { expiresAt: "2026-03-30" },
      400,
      /less than 30 days away; say why in expiryReason/,
    ],
    ["support_after_expiry", { supportEndsAt: "2026-09-02", expiresAt: "2026-09-01" }, 400, /supportEndsAt/],
    [
      "os_range_empty",
      { blocks: [BLOCK, { ...BLOCK, osVersion: { from: "10.0.26100", below: "10.0.22631" } }] },
      400,
      /blocks\.1\.osVersion/,
    ],
    ["block_ended", { blocks: [{ ...BLOCK, until: "2026-03-01" }] }, 400, /blocks\.0\.until/],
    ["invalid_field", { floor: {} }, 400, /floor\.reason/],
    ["invalid_field", { floor: { reason: "  " } }, 400, /floor\.reason/],
    ["invalid_field", { blocks: [{ platform: "win" }] }, 400, /blocks\.0\.reason/],
    ["invalid_field", { blocks: Array.from({ length: 51 }, () => BLOCK) }, 400, /blocks/],
    ["invalid_field", { warnDays: 366 }, 400, /warnDays/],
    ["invalid_field", { warnDays: 1.5 }, 400, /warnDays/],
    ["desktop_only", { blocks: [{ ...BLOCK, platform: "ios" }] }, 400, /blocks\.0\.platform/],
    [
      "os_version_malformed",
      { blocks: [{ ...BLOCK, osVersion: { from: "ten" } }] },
      400,
      /blocks\.0\.osVersion\.from/,
    ],
    ["instant_malformed", { expiresAt: "soon" }, 400, /expiresAt/],
    ["unknown_field", { blocks: [{ ...BLOCK, model: "a" }] }, 400, /"model"/],
  ];

  describe.each(WAYS)("by %s", (way, call) => {
    test.each(WRONG)("%s %j", async (code, body, status, sentence) => {
      const { tokens, server } = here;
      const answered = await refusedCall(server, tokens.vendor_admin, call(old, "70.1", body), status, code);
      expect(answered.json.message).toMatch(sentence);
      if (way === "an import") expect(answered.json.message).toContain("releases.0");
    });
  });

  // A new release has no builds yet: whom its end of life strands cannot be told.
  const NEW_WRONG = WRONG.filter(([code]) => code !== "expiry_strands");

  describe.each(NEW_WAYS)("by %s", (_, path) => {
    test.each(NEW_WRONG)("%s %j", async (code, body, status, sentence) => {
      const call = post(path, { version: "70.1.5", automaticAt: "2026-01-06", ...body });
      const { json } = await refusedCall(here.server, here.tokens.vendor_admin, call, status, code);
      expect(json.message).toMatch(code === "floor_without_build" ? /linux, win, and 70\.1\.5/ : sentence);
    });
  });

  test.each(["partner_full_admin", "organization_full_admin"] as const)("by %s", async (who) => {
    await refusedCall(here.server, here.tokens[who], patch(old, { blocks: [BLOCK] }), 403, "not_allowed");
  });
});

describe("a calendar that is imported", () => {
  test("is judged as it is after all of its lines", async () => {
    const old = await published("71.1", "win");
    const newer = await published("71.2", "win");
    const line = (version: string, more: object) => ({ version, automaticAt: "2026-01-06", ...more });
    const releases = [line("71.1", { expiresAt: "2026-09-01" }), line("71.2", { state: "paused" })];
    const call = post("/v1/imports/calendar", { releases });
    const { server, tokens } = here;
    const refused = await refusedCall(server, tokens.vendor_admin, call, 409, "expiry_strands");
    expect(refused.json.message).toMatch(/^releases\.0 \(71\.1\): expiresAt: /);
    await done(patch(newer, { state: "paused" }));
    const resumed = [
      line("71.1", { expiresAt: "2026-09-01", warnDays: 60 }),
      line("71.2", { state: "published" }),
    ];
    expect(await done(post("/v1/imports/calendar", { releases: resumed }))).toMatchObject({ changed: 2 });
    expect(await done(post("/v1/imports/calendar", { releases: resumed }))).toMatchObject({ unchanged: 2 });
    const shown = await get(server, tokens.vendor_admin, `/v1/releases/${old}`);
    expect(shown).toMatchObject({ expiresAt: "2026-09-01T00:00:00.000Z", warnDays: 60, expiryReason: null });
  });
});

describe("a release that is limited", () => {
  const limits = {
    floor: FLOOR,
    supportEndsAt: "2026-03-10T00:00:00.000Z",
    expiresAt: "2026-03-20T00:00:00.000Z",
    warnDays: 14,
    expiryReason: "its certificate ends",
    blocks: [
      BLOCK,
      {
        platform: "win",
        arch: "arm64",
        osVersion: { from: "10.0.22631", below: null },
        reason: "no camera",
        until: "2026-04-01T00:00:00.000Z",
      },
    ],
  };

  test("can be entered so at once, and its reason goes with its end of life", async () => {
    const made = await done(
      post("/v1/releases", { version: "72.0", automaticAt: "2026-01-06", ...limits, floor: null }),
    );
    expect(made).toMatchObject({ ...limits, floor: null });
    expect(await done(patch(made.id, { expiresAt: "2026-09-01" }))).toMatchObject({ expiryReason: null });
    const { expiryReason } = await done(patch(made.id, { expiresAt: null, expiryReason: "of nothing" }));
    expect(expiryReason).toBeNull();
  });

  test("is told of to everybody as it is, and can be stopped at any time", async () => {
    const id = await published("72.1", "win");
    await published("72.2", "win");
    expect(await done(patch(id, limits))).toMatchObject(limits);
    await changingNothing(here.server, () => done(patch(id, limits)));
    for (const token of [here.tokens.partner_full_admin, here.tokens.organization_full_admin]) {
      const { items } = await get(here.server, token, "/v1/releases");
      expect(items.find((one: { id: string }) => one.id === id)).toMatchObject(limits);
      expect(await get(here.server, token, `/v1/releases/${id}`)).toMatchObject(limits);
    }
    here.server.setClock("2026-05-01T00:00:00Z");
    const blocks = [...limits.blocks, { ...BLOCK, reason: "one more" }];
    expect(await done(patch(id, { blocks }))).toMatchObject({ blocks });
    expect(await done(patch(id, { state: "paused" }))).toMatchObject({ state: "paused" });
    expect(await done(patch(id, { state: "withdrawn" }))).toMatchObject({
      ...limits,
      blocks,
      state: "withdrawn",
    });
  });
});

describe("what a new installation gets", () => {
  test("is explained without a version: it is the target itself, where others get a step first (R28)", async () => {
    await published("73.1", "win");
    const floor = await published("73.2", "win", "mac", "linux");
    await done(patch(floor, { floor: FLOOR }));
    await published("73.3", "win");
    const explained = async (query: string) => {
      const path = `/v1/organizations/${here.acme}/explain?arch=x64&${query}`;
      return (await get(here.server, here.tokens.vendor_admin, path)).verdict;
    };
    const step = await explained("platform=win&version=73.1");
    expect(step).toMatchObject({ action: "update", version: "73.2", final: false });
    expect(await explained("platform=win")).toMatchObject({ action: "update", version: "73.3", final: true });
    const nothing = await explained("platform=win&at=2020-01-01");
    expect(nothing).toMatchObject({ action: "stay", version: null });
  });
});

describe("the systems that a build is for (R32)", () => {
  const SYSTEMS = { minimumOsVersion: "10.0.17763", maximumOsVersion: "10.0.26100" };
  const EMPTY = { minimumOsVersion: "12", maximumOsVersion: "11.7" };
  let count = 0;

  const query = (more: object) => {
    const described = {
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: `systems-${++count}.exe`,
      ...more,
    };
    return new URLSearchParams(described);
  };
  const bytes = () => new Uint8Array(Buffer.from(randomUUID()));

  function tus(more: object): Call {
    const named = [...query(more), ["releaseId", here.release]];
    const metadata = named
      .map(([name, value = ""]) => `${name} ${Buffer.from(value).toString("base64")}`)
      .join(",");
    const raw = bytes();
    const headers = {
      "tus-resumable": "1.0.0",
      "upload-length": String(raw.length),
      "upload-metadata": metadata,
      "content-type": "application/offset+octet-stream",
    };
    return { method: "POST", path: "/v1/uploads", raw, headers };
  }

  const upload = (more: object): Call => ({
    method: "POST",
    path: `/v1/releases/${here.release}/builds?${query(more)}`,
    raw: bytes(),
    headers: OCTETS,
  });
  const host = (more: object) =>
    post(`/v1/releases/${here.release}/builds`, { ...hosted(`7.${++count}`, "win"), ...more });

  test("are kept by every way in which a build is added, and listed", async () => {
    for (const call of [upload(SYSTEMS), host(SYSTEMS)]) expect(await done(call)).toMatchObject(SYSTEMS);
    const begun = await send(here.server, here.tokens.vendor_admin, tus(SYSTEMS));
    accepted(begun);
    const path = `/v1/uploads/${begun.headers.get("location")?.split("/").at(-1)}`;
    expect((await get(here.server, here.tokens.vendor_admin, path)).build).toMatchObject(SYSTEMS);
    const { items } = await get(here.server, here.tokens.partner_full_admin, "/v1/builds?max=1000");
    const known = items.filter((one: typeof SYSTEMS) => one.minimumOsVersion === SYSTEMS.minimumOsVersion);
    expect(known).toHaveLength(3);
  });

  test("change with a build, or with the same file sent again; what is not said stays", async () => {
    const call = upload(SYSTEMS);
    const { id } = await done(call);
    const change = (body: object): Call => ({ method: "PATCH", path: `/v1/builds/${id}`, body });
    expect(await done(change({ maximumOsVersion: null }))).toMatchObject({
      ...SYSTEMS,
      maximumOsVersion: null,
    });
    expect(await done(change({ appVersion: "7.1" }))).toMatchObject({
      minimumOsVersion: SYSTEMS.minimumOsVersion,
    });
    await changingNothing(here.server, () => done(change({ minimumOsVersion: "10.0.17763" })));
    const again = { ...call, path: call.path.replace(/&minimumOsVersion=[^&]*/, "") };
    expect(await done(again)).toMatchObject({ ...SYSTEMS, id });
    const body = { minimumOsVersion: "10.0.26101" };
    await refusedCall(here.server, here.tokens.vendor_admin, change(body), 400, "os_range_empty");
  });

  test.each([
    ["os_range_empty", EMPTY, "maximumOsVersion: 11.7 is older"],
    ["os_version_malformed", { minimumOsVersion: "Ventura" }, "minimumOsVersion"],
  ])("are refused as %s by every way", async (code, more, sentence) => {
    for (const call of [upload(more), host(more), tus(more)]) {
      const { json } = await refusedCall(here.server, here.tokens.vendor_admin, call, 400, code);
      expect(json.message).toContain(sentence);
    }
  });
});
