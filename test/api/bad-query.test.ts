import { describe, expect, test } from "vitest";
import { accepted, type Call, get, refusedCall, send } from "./caller.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

/** As the vendor, who may do everything: only the input can be wrong. Gives the sentence. */
async function refused(call: Call, code: string, status = 400): Promise<string> {
  const answered = await refusedCall(here.server, here.tokens.vendor_admin, call, status, code);
  return answered.json.message;
}

const DEVICE = "platform=win&arch=x64&version=45.1";
const look = (path: string): Call => ({ method: "GET", path });
const settingsOf = (id: string) => `/v1/organizations/${id}/release-settings`;

describe("queries", () => {
  const paths = () => [
    "/v1/me",
    "/v1/partners",
    `/v1/partners/${here.alpha}`,
    "/v1/organizations",
    settingsOf(here.acme),
    `/v1/organizations/${here.acme}/users`,
    "/v1/tokens",
    "/v1/releases",
    "/v1/builds",
    "/v1/adminAudit/events",
    `/v1/organizations/${here.acme}/forecast`,
  ];

  test("a parameter that is not known is named", async () => {
    for (const path of paths()) {
      expect(await refused(look(`${path}?colour=red`), "unknown_field")).toContain('"colour"');
    }
    const explain = `/v1/organizations/${here.acme}/explain?${DEVICE}`;
    await refused(look(`${explain}&colour=red`), "unknown_field");
  });

  test.each(["0", "-1", "1001", "ten", "", "1.5"])("max=%s is refused, with what is allowed", async (max) => {
    for (const path of ["/v1/partners", "/v1/tokens", "/v1/releases", "/v1/adminAudit/events"]) {
      expect(await refused(look(`${path}?max=${max}`), "invalid_field")).toMatch(/^max: /);
    }
  });

  test("the place of the next page is taken as it was given, or refused", async () => {
    const places = [
      "x",
      pageEnd(["name"]),
      pageEnd("name"),
      pageEnd(["a\u0000", "b"]),
      pageEnd(["name", "\u0000"]),
    ];
    for (const path of [
      "/v1/partners",
      "/v1/organizations",
      `/v1/organizations/${here.acme}/users`,
      "/v1/tokens",
      "/v1/releases",
    ]) {
      for (const after of places) await refused(look(`${path}?after=${after}`), "page_malformed");
    }
    for (const name of ["soon", "9e99", ""]) {
      await refused(look(`/v1/tokens?after=${pageEnd([name, here.token])}`), "page_malformed");
    }
    await refused(look(`/v1/releases?after=${pageEnd(["newest", here.release])}`), "page_malformed");
  });

  test("a search for what no name can hold finds nothing, or is refused", async () => {
    expect((await get(here.server, here.tokens.vendor_admin, "/v1/partners?q=%25")).items).toEqual([]);
    for (const path of ["/v1/partners", "/v1/organizations", `/v1/organizations/${here.acme}/users`]) {
      expect(await refused(look(`${path}?q=a%00`), "invalid_field")).toMatch(/^q: /);
    }
    expect(await refused(look("/v1/adminAudit/events?actorId=%00"), "invalid_field")).toMatch(/^actorId: /);
  });

  test("a parameter given twice is refused", async () => {
    const explain = `/v1/organizations/${here.acme}/explain?${DEVICE}`;
    for (const name of [
      "version",
      "platform",
      "arch",
      "user",
      "installation",
      "installedAt",
      "manual",
      "at",
    ]) {
      const path = `${explain}&${name}=1&${name}=1`;
      expect(await refused(look(path), "invalid_field")).toMatch(new RegExp(`^${name}: `));
    }
  });
});

function pageEnd(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

describe("an update check", () => {
  test.each(["ios", "android", "Windows", "iPadOS", "web"])(
    "platform %s is no desktop platform (R2)",
    async (platform) => {
      const query = `platform=${platform}&arch=x64&version=45.1`;
      const explain = `/v1/organizations/${here.acme}/explain?${query}`;
      for (const path of [`/v1/updates/check?${query}`, explain, `/v1/builds?platform=${platform}`]) {
        expect(await refused(look(path), "desktop_only")).toMatch(
          /desktop installations only.*win, mac, linux/,
        );
      }
    },
  );

  test.each([
    ["platform=win&arch=x64", "version_malformed|invalid_field", /^version: /],
    ["arch=x64&version=45.1", "invalid_field", /^platform: /],
    ["platform=win&version=45.1", "invalid_field", /^arch: /],
    ["platform=win&arch=mips&version=45.1", "invalid_field", /^arch: .*x64.*arm64/],
    [`${DEVICE}&arch=x64`, "invalid_field", /^arch: /],
    [`${DEVICE}&platform=win`, "invalid_field", /^platform: /],
    [`${DEVICE}&organization=a&organization=b`, "invalid_field", /^organization: /],
  ])("?%s is refused, by explain too", async (query, code, sentence) => {
    const [first = ""] = code.split("|").slice(-1);
    expect(await refused(look(`/v1/updates/check?${query}`), first)).toMatch(sentence);
    // In explain there is no organization in the query, and without a version it is about a new installation.
    if (query.includes("organization") || !query.includes("version")) return;
    expect(await refused(look(`/v1/organizations/${here.acme}/explain?${query}`), first)).toMatch(sentence);
  });

  test("a word that is too long is refused, on the fast way as on the full one", async () => {
    const explain = `/v1/organizations/${here.acme}/explain`;
    for (const [path, name, most] of [
      ["/v1/updates/check", "organization", 400],
      [explain, "user", 400],
      [explain, "installation", 200],
    ] as const) {
      const fits = `${path}?${DEVICE}&${name}=${"a".repeat(most)}`;
      expect((await send(here.server, here.tokens.vendor_admin, look(fits))).status).toBe(200);
      expect(await refused(look(`${fits}a`), "invalid_field")).toMatch(new RegExp(`^${name}: `));
      expect(await refused(look(`${fits}%61`), "invalid_field")).toMatch(new RegExp(`^${name}: `));
    }
  });

  test.each([
    "user=a&user=b",
    `user=${"a".repeat(401)}`,
    "installation=a&installation=b",
    `installation=${"a".repeat(201)}`,
    "installedAt=once",
    "installedAt=",
    "installedAt=2026-01-01&installedAt=2026-01-01",
    "format=tar",
    "format=exe&format=exe",
    "manual=perhaps",
    "manual=true&manual=true",
    "osVersion=",
    "osVersion=Windows%2011",
    "osVersion=10.0.19045.3803.1",
    "osVersion=10.0&osVersion=10.0",
    "managed=",
    "managed=yes",
    "managed=1&managed=1",
    "reports=maybe",
    "reports=1&reports=1",
  ])("?%s counts as not said, except by explain, which refuses it (R27)", async (more) => {
    const answered = await send(here.server, null, look(`/v1/updates/check?${DEVICE}&${more}`));
    const plain = await send(here.server, null, look(`/v1/updates/check?${DEVICE}&manual=false`));
    const { nextCheckSeconds: _, ...verdict } = accepted(answered);
    expect(accepted(plain)).toMatchObject(verdict);
    expect(answered.headers.has("sluice-ignored")).toBe(false);
    const explained = await send(
      here.server,
      here.tokens.vendor_admin,
      look(`/v1/organizations/${here.acme}/explain?${DEVICE}&${more}`),
    );
    expect(explained.status).toBe(400);
  });

  test("a parameter that is not known is ignored and named, also where the check is refused (R27)", async () => {
    const named = async (query: string) => {
      const { status, headers } = await send(here.server, null, look(`/v1/updates/check?${query}`));
      return [status, headers.get("sluice-ignored")];
    };
    expect(await named(`${DEVICE}&colour=red`)).toEqual([200, "colour"]);
    expect(await named(`${DEVICE}&group=a&ring=slow&group=b`)).toEqual([200, "group, ring"]);
    expect(await named(`${DEVICE}&osVersion=10.0.19045&group=x`)).toEqual([200, "group"]);
    expect(await named(`${DEVICE}&osVersion=10.0.19045&managed=1&reports=1`)).toEqual([200, null]);
    expect(await named(`${DEVICE}&__proto__=1&constructor=1&Version=1`)).toEqual([
      200,
      "__proto__, constructor, Version",
    ]);
    expect(await named("platform=win&colour=red")).toEqual([400, "colour"]);
    expect(await named(DEVICE)).toEqual([200, null]);
  });

  test.each([
    "45.1&version=45.2",
    "45.1&version=45.1",
    "banana",
    "",
    "45",
    "%00",
    "%ff",
    "%ED%A0%80",
    "45.4-beta",
  ])("with version=%s stays, because the version cannot be read (R27)", async (version) => {
    const path = `/v1/updates/check?platform=win&arch=x64&version=${version}`;
    expect(await get(here.server, null, path)).toMatchObject({
      action: "stay",
      reasons: [{ code: "vendor_default" }, { code: "version_unreadable", rule: "R27" }],
    });
  });

  test("repeats of a version that cannot be read only so much", async () => {
    const path = `/v1/updates/check?platform=win&arch=x64&version=${"a".repeat(10_000)}`;
    expect(await get(here.server, null, path)).toMatchObject({ action: "stay", version: "a".repeat(200) });
  });

  test("explain says which version could not be read, and why nothing is offered", async () => {
    const path = `/v1/organizations/${here.acme}/explain?platform=win&arch=x64&version=banana`;
    const { verdict, trace } = await get(here.server, here.tokens.vendor_admin, path);
    expect(verdict).toMatchObject({ action: "stay", version: "banana" });
    expect(verdict.reasons).toContainEqual({ code: "version_unreadable", rule: "R27" });
    const told = expect.objectContaining({
      rule: "R27",
      saw: expect.objectContaining({ running: "banana" }),
    });
    expect(trace).toContainEqual(told);
  });
});

describe("paths", () => {
  test.each(["/v1/nothing", "/v2/me", "/", "/v1/me/more"])("%s is none of ours", async (path) => {
    expect(await refused(look(path), "path_unknown", 404)).toContain(`GET ${path}`);
  });

  test("a method that a path does not have is refused", async () => {
    await refused({ method: "DELETE", path: "/v1/me" }, "path_unknown", 404);
  });

  test.each(["/v1/partners/%zz", "/v1/partners/%", "/builds/%c3%28/x"])("%s cannot be read", async (path) => {
    await refused(look(path), "path_malformed");
  });

  test("a path with a part that is far too long is refused like every other", async () => {
    await refused(look(`/v1/partners/${"a".repeat(401)}`), "path_too_long", 414);
  });
});
