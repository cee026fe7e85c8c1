import { beforeAll, expect, test } from "vitest";
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

async function signInAs(claims: Record<string, unknown>) {
  const login = `person-${provider.people.size}`;
  provider.people.set(login, claims);
  const browser = new Browser();
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
  ["no group that is known here", ["everyone"], "provider_role_unknown", /groups.*vendors, release team/],
  ["the name of a role that no group has", ["vendor_admin"], "provider_role_unknown", /groups/],
])("with %s nobody is let in, and it is said why", async (_what, groups, code, said) => {
  const claims = { groups, sluice_partner: tenancy.alpha };
  const { response, session } = await changingNothing(server, () => signInAs(claims));
  const { message, errors } = JSON.parse(await response.text());
  expect([response.status, errors[0].code]).toEqual([403, code]);
  expect(message).toMatch(said);
  expect(session).toBeNull();
});
