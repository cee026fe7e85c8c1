import { beforeAll, describe, expect, test } from "vitest";
import { ENDPOINTS } from "../../src/api/endpoints.ts";
import { startServer } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { expectRefusal, get, refusedCall, send } from "./caller.ts";
import { ENDPOINT_CASES } from "./endpoint-cases.ts";
import { makeRefusalGround } from "./refusal-ground.ts";
import { type RefusalGround, refusesAlike } from "./refusal-suite.ts";

let ground: RefusalGround;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  const server = await startServer(store);
  ground = await makeRefusalGround(server);
  return async () => {
    await server.close();
    await store.close();
  };
});

describe("the shared refusals", () => {
  test("every endpoint is in the table of cases, once", () => {
    const endpoints = ENDPOINTS.map(({ method, path }) => `${method} ${path}`);
    expect(ENDPOINT_CASES.map((one) => one.endpoint).sort()).toEqual([...endpoints].sort());
    expect(new Set(endpoints).size).toBe(endpoints.length);
  });

  for (const one of ENDPOINT_CASES) refusesAlike(one, () => ground);
});

describe("lists hold only what is in one's own subtree", () => {
  test.each([
    ["vendor_admin", ["Acme", "Foreign", "Other"]],
    ["partner_full_admin", ["Acme", "Other"]],
    ["partner_admin", ["Acme"]],
    ["organization_read_only", ["Acme"]],
    ["beta_full_admin", ["Foreign"]],
    ["alpha_admin_elsewhere", ["Other"]],
    ["foreign_full_admin", ["Foreign"]],
  ] as const)("%s sees the organizations %s", async (who, names) => {
    const { items } = await get(ground.server, ground.tokens[who], "/v1/organizations");
    const ids = { Acme: ground.acme, Foreign: ground.foreign, Other: ground.other };
    const known = (items as { id: string }[]).map(({ id }) => id).filter((id) => isOneOf(ids, id));
    expect(known.sort()).toEqual(names.map((name) => ids[name]).sort());
    if (who !== "vendor_admin" && who !== "partner_full_admin") expect(items).toHaveLength(names.length);
  });

  test.each([
    ["partner_help_desk", "alpha"],
    ["organization_full_admin", "alpha"],
    ["foreign_full_admin", "beta"],
    ["beta_full_admin", "beta"],
  ] as const)("%s sees one partner: %s", async (who, partner) => {
    const { items } = await get(ground.server, ground.tokens[who], "/v1/partners");
    expect(items.map((one: { id: string }) => one.id)).toEqual([ground[partner]]);
  });

  test("tokens of another subtree are not listed", async () => {
    const own = await get(ground.server, ground.tokens.foreign_full_admin, "/v1/tokens");
    expect(own.items).toMatchObject([{ role: "organization_full_admin", organizationId: ground.foreign }]);
    const partners = await get(ground.server, ground.tokens.beta_full_admin, "/v1/tokens");
    expect(partners.items.map((one: { role: string }) => one.role).sort()).toEqual([
      "organization_full_admin",
      "partner_full_admin",
    ]);
  });

  test("another partner's organizations cannot be asked for by a filter", async () => {
    const path = `/v1/organizations?partnerId=${ground.alpha}`;
    expect(await get(ground.server, ground.tokens.beta_full_admin, path)).toEqual({ items: [] });
  });
});

function isOneOf(ids: Readonly<Record<string, string>>, id: string): boolean {
  return Object.values(ids).includes(id);
}

describe("the tracking id", () => {
  test("one that comes with the request is kept", async () => {
    const headers = { trackingid: "ROUTER_1234.abc:5" };
    const answered = await send(ground.server, null, { method: "GET", path: "/v1/me", headers });
    expectRefusal(answered, 401, "not_signed_in");
    expect(answered.json.trackingId).toBe("ROUTER_1234.abc:5");
    const fine = await send(ground.server, ground.tokens.vendor_admin, {
      method: "GET",
      path: "/v1/me",
      headers,
    });
    expect(fine.headers.get("trackingid")).toBe("ROUTER_1234.abc:5");
  });

  test("one that could break a log line is replaced", async () => {
    const headers = { trackingid: "a b<script>" };
    const answered = await send(ground.server, null, { method: "GET", path: "/v1/me", headers });
    expect(answered.json.trackingId).toMatch(/^SLUICE_[0-9a-f-]{36}$/);
  });

  test("every refusal has its own", async () => {
    const one = await send(ground.server, null, { method: "GET", path: "/v1/me" });
    const other = await send(ground.server, null, { method: "GET", path: "/v1/me" });
    expect(one.json.trackingId).not.toBe(other.json.trackingId);
  });
});

describe("the Authorization header", () => {
  test.each(["Basic dmVuZG9yOnNlY3JldA==", "Bearer", "Bearer ", "the-vendor-token-of-tests"])(
    "%j signs nobody in",
    async (authorization) => {
      const call = { method: "GET", path: "/v1/me", headers: { authorization } };
      await refusedCall(ground.server, null, call, 401, "not_signed_in");
    },
  );

  test("the scheme is read in any case", async () => {
    const headers = { authorization: `bearer ${ground.tokens.vendor_admin}` };
    expect((await send(ground.server, null, { method: "GET", path: "/v1/me", headers })).status).toBe(200);
  });
});
