import type { FastifyReply } from "fastify";
import { ClientError } from "openid-client";
import { beforeAll, expect, test } from "vitest";
import { askProvider } from "../../../src/api/sessions/ask-provider.ts";
import { parseRoleMap } from "../../../src/tenancy/claims.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { changingNothing, get } from "../caller.ts";
import { makeTenancy, type Tenancy } from "../tenancy.ts";
import { Browser } from "./browser.ts";
import { comeBack } from "./come-back.ts";
import { CLIENT, startProvider, type TestProvider } from "./provider.ts";

const MAP =
  "vendors=vendor_admin,release team=vendor_admin,helpdesk=partner_help_desk,staff=partner_read_only";

/** What Microsoft Entra sends in place of more than 200 groups. */
const OVERAGE = {
  _claim_names: { groups: "src1" },
  _claim_sources: { src1: { endpoint: "https://graph.example/groups" } },
};

let provider: TestProvider;
let server: TestServer;
let tenancy: Tenancy;

beforeAll(async () => {
  provider = await startProvider({ claimsIn: "id_token" });
  const store = await borrowStore("embedded");
  const roleMap = parseRoleMap(MAP) ?? new Map();
  const claims = {
    role: "groups",
    partner: "sluice_partner",
    organizations: "sluice_organizations",
    roleMap,
  };
  const oidc = { issuer: provider.issuer, ...CLIENT, scope: "openid profile email", claims };
  server = await startServer(store, { oidc });
  tenancy = await makeTenancy(server);
  provider.allow(`${server.url}/v1/sessions/oidc/callback`);
  return async () => {
    await server.close();
    await store.close();
    await provider.close();
  };
});

async function signInAs(claims: Record<string, unknown>, accept = "*/*") {
  const login = `person-${provider.people.size}`;
  provider.people.set(login, claims);
  const browser = new Browser({ accept });
  const response = await browser.open(await comeBack(server, browser, login));
  return { response, session: browser.cookie(server.url, "sluice_session") ?? null };
}

test.each([
  ["a group", "vendors", "vendor_admin"],
  ["a group among others that mean nothing here", ["everyone", "helpdesk", "printers"], "partner_help_desk"],
  ["groups that give the same role", ["vendors", "release team"], "vendor_admin"],
])("%s gives its role", async (_what, groups, role) => {
  const place = role === "vendor_admin" ? {} : { sluice_partner: tenancy.alpha };
  const { session } = await signInAs({ groups, ...place });
  expect(await get(server, session, "/v1/me")).toMatchObject({ role });
});

test.each([
  [
    "groups that give different roles",
    ["helpdesk", "vendors"],
    "provider_roles_several",
    /partner_help_desk, vendor_admin.*one/,
  ],
  ["no group that is known here", ["everyone"], "provider_role_unknown", /in the claim groups\.$/],
  ["the name of a role that no group has", ["vendor_admin"], "provider_role_unknown", /groups/],
])("with %s nobody is let in, and it is said why", async (_what, groups, code, said) => {
  const claims = { groups, sluice_partner: tenancy.alpha };
  const { response, session } = await changingNothing(server, () => signInAs(claims));
  const { message, errors } = JSON.parse(await response.text());
  expect([response.status, errors[0].code]).toEqual([403, code]);
  expect(message).toMatch(said);
  expect(message).not.toMatch(/vendors|release team|helpdesk|staff/);
  expect(session).toBeNull();
});

test.each([
  ["no group that is known here", { groups: ["everyone"] }, "provider_role_unknown"],
  ["several roles", { groups: ["helpdesk", "vendors"] }, "provider_roles_several"],
  ["groups that the provider left out", OVERAGE, "provider_groups_left_out"],
  ["groups that the provider left out, in its other form", { hasgroups: true }, "provider_groups_left_out"],
])("with %s a person's browser comes back to the page, which says why", async (_what, claims, code) => {
  const { response, session } = await signInAs(claims, "text/html,application/xhtml+xml,*/*;q=0.8");
  expect([response.status, response.headers.get("location")]).toEqual([
    303,
    `${server.url}/sign-in?refused=${code}`,
  ]);
  expect(session).toBeNull();
});

test("a browser that comes back without having left gets the page too", async () => {
  const browser = new Browser({ accept: "text/html" });
  const response = await browser.open(`${server.url}/v1/sessions/oidc/callback?error=access_denied`);
  expect(response.headers.get("location")).toBe(`${server.url}/sign-in?refused=provider_refused`);
});

test.each([
  ["is empty", { groups: [] }],
  ["is not there", { groups: undefined }],
])("groups in the userinfo count where the list in the token %s", async (_what, inIdToken) => {
  const { session } = await signInAs({ groups: ["vendors"], inIdToken });
  expect(await get(server, session, "/v1/me")).toMatchObject({ role: "vendor_admin" });
});

test("a token of another time is said to be one of clocks that are apart", async () => {
  const late = Object.assign(new ClientError("unexpected JWT claim value"), {
    code: "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
  });
  const reply = { request: { log: { warn: () => {} } } } as unknown as FastifyReply;
  expect(await askProvider(reply, () => Promise.reject(late))).toMatchObject({
    ok: false,
    error: { code: "provider_clock_off", message: expect.stringMatching(/clocks/) },
  });
});
