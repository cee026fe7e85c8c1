import { beforeAll, describe, expect, test } from "vitest";
import { accepted, refusedCall, send } from "../caller.ts";
import { usePeopleServer } from "./people-server.ts";
import { enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer();
let person: Awaited<ReturnType<typeof enterAndSignIn>>;

beforeAll(async () => {
  person = await enterAndSignIn(server());
});

const CALL = { method: "POST", path: "/v1/partners", body: { name: "Made by a page" } };
const cookie = () => `sluice_session=${person.token}`;

describe("with the cookie, a call that changes something", () => {
  test.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["another port of this host", { "sec-fetch-site": "same-site" }],
    ["another site, in a browser without Sec-Fetch-Site", { origin: "https://evil.example" }],
    ["a page without an origin", { origin: "null" }],
    ["another site that names our origin", { "sec-fetch-site": "cross-site", origin: "OURS" }],
    ["nobody knows where", {}],
    ["no page at all", { "sec-fetch-site": "none" }],
  ])("from %s is refused and changes nothing", async (_where, given: Record<string, string>) => {
    const headers = { ...given, ...(given.origin === "OURS" && { origin: server().url }), cookie: cookie() };
    await refusedCall(server(), null, { ...CALL, headers }, 403, "cross_site_request");
  });

  test.each(["POST", "PUT", "PATCH", "DELETE"])("is refused for %s, whatever the path", async (method) => {
    const headers = { cookie: cookie(), "sec-fetch-site": "cross-site" };
    const path = method === "POST" ? "/v1/partners" : "/v1/partners/6f1b0c52-0000-4000-8000-000000000001";
    const known = method === "PUT" ? `${path}/release-settings` : path;
    await refusedCall(server(), null, { method, path: known, headers }, 403, "cross_site_request");
  });

  test("from our own page is accepted, by Sec-Fetch-Site or by Origin", async () => {
    for (const given of [{ "sec-fetch-site": "same-origin" }, { origin: server().url }]) {
      const answered = await send(server(), null, { ...CALL, headers: { ...given, cookie: cookie() } });
      expect(answered.status, answered.text).toBe(201);
    }
  });
});

test("reading with the cookie is open: another site cannot see the answer", async () => {
  const headers = { cookie: cookie(), "sec-fetch-site": "cross-site" };
  const answered = await send(server(), null, { method: "GET", path: "/v1/me", headers });
  expect(answered.status).toBe(200);
  expect(answered.headers.get("access-control-allow-origin")).toBeNull();
});

test("with a bearer token it does not matter where a call comes from", async () => {
  const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  accepted(await send(server(), person.token, { ...CALL, headers }));
});

test("another site cannot sign a person in as somebody else", async () => {
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }]) {
    const answered = await signIn(server(), person.email, PASSWORD, headers);
    expect([answered.status, answered.json.errors[0].code]).toEqual([403, "cross_site_request"]);
    expect(answered.headers.get("set-cookie")).toBeNull();
  }
  for (const headers of [{ "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }]) {
    expect((await signIn(server(), person.email, PASSWORD, headers)).status).toBe(201);
  }
});
