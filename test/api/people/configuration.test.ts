import { expect, test } from "vitest";
import { readConfig } from "../../../src/api/config.ts";

const OIDC = {
  SLUICE_OIDC_ISSUER: "https://login.example.org/realm",
  SLUICE_OIDC_CLIENT_ID: "sluice",
  SLUICE_OIDC_CLIENT_SECRET: "secret of the client",
};

test("without a word there is no identity provider, no trusted proxy, and the first address is admin@localhost", () => {
  expect(readConfig({})).toMatchObject({
    value: { oidc: null, trustedProxies: [], adminEmail: "admin@localhost" },
  });
});

test("an identity provider needs three settings, and the claims have names of their own", () => {
  expect(readConfig({ ...OIDC, SLUICE_OIDC_ROLE_CLAIM: "roles" })).toMatchObject({
    value: {
      oidc: {
        issuer: "https://login.example.org/realm",
        clientId: "sluice",
        scope: "openid profile email",
        claims: { role: "roles", partner: "sluice_partner", organizations: "sluice_organizations" },
      },
    },
  });
});

test("groups stand for roles, also where their names have commas and equals signs in them", () => {
  const map = "cn=vendors,ou=groups = vendor_admin, help desk=partner_help_desk";
  const read = readConfig({ ...OIDC, SLUICE_OIDC_ROLE_MAP: map });
  expect(read.ok && [...(read.value.oidc?.claims.roleMap ?? [])]).toEqual([
    ["cn=vendors,ou=groups", "vendor_admin"],
    ["help desk", "partner_help_desk"],
  ]);
});

test.each<[Record<string, string>, string]>([
  ...["vendors=root", "vendors", "=vendor_admin", "vendor_admin", "a=vendor_admin,,b=vendor_admin"].map(
    (map) => [{ ...OIDC, SLUICE_OIDC_ROLE_MAP: map }, "name=role"] as [Record<string, string>, string],
  ),
  [{ ...OIDC, SLUICE_OIDC_ROLE_MAP: "a=vendor_admin,a=partner_admin" }, "each name once"],
  [{ ...OIDC, SLUICE_OIDC_CLIENT_SECRET: "" }, "set all of them or none"],
  [{ ...OIDC, SLUICE_OIDC_ISSUER: "http://login.example.org" }, "SLUICE_OIDC_ISSUER"],
  [{ ...OIDC, SLUICE_OIDC_ISSUER: "http://127.0.0.1.example.org" }, "SLUICE_OIDC_ISSUER"],
  [{ ...OIDC, SLUICE_OIDC_SCOPE: "profile" }, "including openid"],
  [{ SLUICE_ADMIN_EMAIL: "admin" }, "an e-mail address"],
  [{ TRUSTED_PROXIES: "10.0.0.0/33" }, "10.0.0.0/8"],
  [{ TRUSTED_PROXIES: "10.0.0.1,proxy" }, "10.0.0.0/8"],
  [{ TRUSTED_PROXIES: "10.0.0.1/" }, "10.0.0.0/8"],
])("%j is refused with what is allowed", (environment, allowed) => {
  const read = readConfig(environment);
  expect(read).toMatchObject({ ok: false, error: { code: "configuration_invalid" } });
  expect(read.ok ? "" : read.error.message).toContain(allowed);
  expect(JSON.stringify(read)).not.toContain("secret of the client");
});

test("addresses and ranges of proxies are taken", () => {
  expect(readConfig({ TRUSTED_PROXIES: "127.0.0.1,10.0.0.0/8,fd00::/8,::1" })).toMatchObject({
    value: { trustedProxies: ["127.0.0.1", "10.0.0.0/8", "fd00::/8", "::1"] },
  });
});
