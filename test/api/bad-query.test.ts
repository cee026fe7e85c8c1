import { describe, expect, test } from "vitest";
import { type Call, get, refusedCall } from "./caller.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

/** As the vendor, who may do everything: only the input can be wrong. Gives the sentence. */
async function refused(call: Call, code: string, status = 400): Promise<string> {
  const answered = await refusedCall(here.server, here.tokens.vendor_admin, call, status, code);
  return answered.json.message;
}

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
    const device = "platform=win&arch=x64&version=45.1";
    for (const path of ["/v1/updates/check", `/v1/organizations/${here.acme}/explain`]) {
      await refused(look(`${path}?${device}&colour=red`), "unknown_field");
    }
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
    const device = "platform=win&arch=x64&version=45.1";
    expect(await refused(look(`/v1/updates/check?${device}&version=45.2`), "invalid_field")).toMatch(
      /^version: /,
    );
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
    ["platform=win&arch=x64&version=45.1&format=tar", "invalid_field", /^format: /],
    ["platform=win&arch=x64&version=45.1&manual=perhaps", "invalid_field", /^manual: /],
    ["platform=win&arch=x64&version=45.1&installedAt=once", "instant_malformed", /^installedAt: /],
  ])("?%s is refused", async (query, code, sentence) => {
    const [first = ""] = code.split("|").slice(-1);
    expect(await refused(look(`/v1/updates/check?${query}`), first)).toMatch(sentence);
  });

  test("a word that is too long is refused, on the fast way as on the full one", async () => {
    const device = "platform=win&arch=x64&version=45.1";
    for (const [name, most] of [
      ["organization", 400],
      ["user", 400],
      ["installation", 200],
    ] as const) {
      const fits = `/v1/updates/check?${device}&${name}=${"a".repeat(most)}`;
      expect(await get(here.server, null, fits)).toMatchObject({ action: "stay" });
      expect(await refused(look(`${fits}a`), "invalid_field")).toMatch(new RegExp(`^${name}: `));
      expect(await refused(look(`${fits}%61`), "invalid_field")).toMatch(new RegExp(`^${name}: `));
    }
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
