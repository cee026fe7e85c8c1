import { beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { type Answered, changingNothing, expectRefusal, send } from "../caller.ts";
import { makeTenancy, type Tenancy } from "../tenancy.ts";
import { Browser } from "./browser.ts";
import { comeBack } from "./come-back.ts";
import { CLIENT, startProvider, type TestProvider } from "./provider.ts";

const CLAIMS = { role: "sluice_role", partner: "sluice_partner", organizations: "sluice_organizations" };

describe.each(["id_token", "userinfo"] as const)(
  "with an identity provider that says roles in the %s",
  (claimsIn) => {
    let provider: TestProvider;
    let server: TestServer;
    let tenancy: Tenancy;

    beforeAll(async () => {
      provider = await startProvider({ claimsIn });
      const store = await borrowStore("embedded");
      const oidc = { issuer: provider.issuer, ...CLIENT, scope: "openid profile email", claims: CLAIMS };
      server = await startServer(store, { oidc });
      tenancy = await makeTenancy(server);
      provider.allow(`${server.url}/v1/sessions/oidc/callback`);
      return async () => {
        await server.close();
        await store.close();
        await provider.close();
      };
    });

    const signInAs = async (claims: Record<string, unknown>) => {
      const login = `person-${provider.people.size}`;
      provider.people.set(login, claims);
      const browser = new Browser();
      const response = await browser.open(await comeBack(server, browser, login));
      return { login, response, cookie: browser.cookie(server.url, "sluice_session") };
    };

    const me = async (cookie: string | undefined) => {
      const headers = { cookie: `sluice_session=${cookie}` };
      return (await send(server, null, { method: "GET", path: "/v1/me", headers })).json;
    };

    const refused = async (response: Response, status: number, code: string) => {
      const text = await response.text();
      const answered: Answered = {
        status: response.status,
        headers: response.headers,
        text,
        json: JSON.parse(text),
      };
      expectRefusal(answered, status, code);
    };

    test("a person comes back signed in, with the role and place that the claims say", async () => {
      const { alpha, acme } = tenancy;
      const claims = { sluice_partner: alpha, sluice_organizations: [acme], name: "Petra Partner" };
      const { response, cookie } = await signInAs({ ...claims, sluice_role: ["staff", "partner_admin"] });
      expect([response.status, response.headers.get("location")]).toEqual([303, `${server.url}/`]);
      expect(response.headers.getSetCookie().join()).toMatch(
        /sluice_session=sls_[\w-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict/,
      );
      expect(await me(cookie)).toEqual({
        person: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), displayName: "Petra Partner" },
        role: "partner_admin",
        partnerId: alpha,
        organizationIds: [acme],
        passwordChangeNeeded: false,
        secondFactorNeeded: false,
      });
    });

    test.each([
      ["/customers?q=a%20b&state=locked", "/customers?q=a%20b&state=locked"],
      ["/customers?q=Müller", "/customers?q=M%C3%BCller"],
      ["//evil.example/", "/"],
      ["/\\evil.example/", "/"],
      ["/\t/evil.example/", "/"],
      ["https://evil.example/", "/"],
      [".evil.example/", "/"],
      ["@evil.example/", "/"],
      [`/${"x".repeat(2_000)}`, "/"],
      ["", "/"],
    ])("who left for the provider from %j is led to %j", async (next, led) => {
      provider.people.set("returning", { sluice_role: "vendor_admin" });
      const browser = new Browser();
      const address = await comeBack(server, browser, "returning", `?${new URLSearchParams({ next })}`);
      const response = await browser.open(address);
      expect([response.status, response.headers.get("location")]).toEqual([303, server.url + led]);
    });

    test("a page to come back to that is given twice counts as not given; a refused sign-in keeps it", async () => {
      provider.people.set("refused", { sluice_role: "nobody" });
      for (const [query, kept] of [
        ["?next=/a&next=/b", ""],
        ["?next=/customers%3Fq%3Da", "&next=%2Fcustomers%3Fq%3Da"],
      ] as const) {
        const browser = new Browser({ accept: "text/html" });
        const address = new URL(await comeBack(server, browser, "refused", query));
        address.searchParams.set("error", "access_denied");
        const response = await browser.open(address.href);
        expect(response.headers.get("location")).toBe(
          `${server.url}/sign-in?refused=provider_refused${kept}`,
        );
      }
    });

    test("a person is the same one each time, and has no password here", async () => {
      const claims = { sluice_role: "vendor_admin", name: "Vera" };
      const { login, cookie } = await signInAs(claims);
      const browser = new Browser();
      await browser.open(await comeBack(server, browser, login));
      const again = browser.cookie(server.url, "sluice_session");
      expect((await me(again)).person.id).toBe((await me(cookie)).person.id);
      const body = { currentPassword: "x", newPassword: "a new long password" };
      const call = { method: "PUT", path: "/v1/me/password", body };
      expectRefusal(await send(server, again ?? null, call), 409, "no_password");
    });

    test("an organization's administrator gets into this organization and no other", async () => {
      const { acme, other } = tenancy;
      const { cookie = "" } = await signInAs({
        sluice_role: "organization_full_admin",
        sluice_organizations: acme,
      });
      const path = (id: string) => ({ method: "GET", path: `/v1/organizations/${id}` });
      expect((await send(server, cookie, path(acme))).status).toBe(200);
      expectRefusal(await send(server, cookie, path(other)), 404, "not_found");
    });

    test.each([
      ["no role", {}],
      ["a role that is none", { sluice_role: "root" }],
      [
        "a partner that is not here",
        { sluice_role: "partner_full_admin", sluice_partner: "6f1b0c52-0000-4000-8000-000000000001" },
      ],
      ["no partner", { sluice_role: "partner_full_admin" }],
      ["an id that is none", { sluice_role: "organization_full_admin", sluice_organizations: "acme" }],
    ])("with %s nobody is let in", async (_what, claims) => {
      const { response, cookie } = await changingNothing(server, () => signInAs(claims));
      await refused(response, 403, "provider_role_unknown");
      expect(cookie).toBeUndefined();
    });

    test("what a person made has the rights of the last sign-in, and none after one that is refused", async () => {
      const { alpha, acme } = tenancy;
      const claims = { sluice_partner: alpha, sluice_role: "partner_full_admin" };
      const { login, cookie = "" } = await signInAs(claims);
      const scope = { role: "organization_full_admin", organizationId: acme };
      const call = { method: "POST", path: "/v1/tokens", body: { name: "Script", ...scope } };
      const { token } = (await send(server, cookie, call)).json;
      const save = () => {
        const body = { allowCustomerOverride: true };
        return send(server, token, {
          method: "PUT",
          path: `/v1/organizations/${acme}/release-settings`,
          body,
        });
      };
      const signInAgain = async (changed: Record<string, unknown>) => {
        provider.people.set(login, changed);
        const browser = new Browser();
        await browser.open(await comeBack(server, browser, login));
      };
      const withoutRights = [
        { ...claims, sluice_role: "partner_read_only" },
        { ...claims, sluice_organizations: [] },
        { ...claims, sluice_role: "nobody" },
      ];
      const answers: number[] = [];
      for (const changed of withoutRights) {
        await signInAgain(claims);
        const before = (await save()).status;
        await signInAgain(changed);
        answers.push(before, (await save()).status);
      }
      const allowed = answers[0];
      expect(answers).toEqual([allowed, 403, allowed, 401, allowed, 401]);
      expect(allowed).not.toBe(401);
    });

    test("a list of organizations that is empty limits a partner's person to none", async () => {
      const { alpha } = tenancy;
      const claims = { sluice_role: "partner_full_admin", sluice_partner: alpha, sluice_organizations: [] };
      const { cookie = "" } = await signInAs(claims);
      const listed = await send(server, cookie, { method: "GET", path: "/v1/organizations" });
      expect(listed.json.items).toEqual([]);
    });

    test("what came back is good once, and only in the browser that left with it", async () => {
      provider.people.set("once", { sluice_role: "vendor_admin" });
      const browser = new Browser();
      const address = await comeBack(server, browser, "once");
      await refused(await new Browser().open(address), 401, "provider_refused");
      expect((await browser.open(address)).status).toBe(303);
      await refused(await browser.open(address), 401, "provider_refused");
    });

    test.each([
      ["state", "other"],
      ["code", "made-up"],
      ["iss", "https://evil.example"],
      ["error", "access_denied"],
    ])("with another %s nobody is signed in", async (name, value) => {
      provider.people.set("changed", { sluice_role: "vendor_admin" });
      const browser = new Browser();
      const address = new URL(await comeBack(server, browser, "changed"));
      address.searchParams.set(name, value);
      await refused(await browser.open(address.href), 401, "provider_refused");
      expect(browser.cookie(server.url, "sluice_session")).toBeUndefined();
    });

    test("who comes back without having left is refused", async () => {
      await refused(
        await new Browser().open(`${server.url}/v1/sessions/oidc/callback`),
        401,
        "provider_refused",
      );
    });

    test("who takes longer than ten minutes begins again", async () => {
      provider.people.set("slow", { sluice_role: "vendor_admin" });
      const browser = new Browser();
      const address = await comeBack(server, browser, "slow");
      server.startClock(new Date(Date.now() + 10 * 60_000).toISOString());
      await refused(await browser.open(address), 401, "provider_refused");
      server.startClock(new Date().toISOString());
    });
  },
);

describe("an identity provider that does not answer", () => {
  let server: TestServer;

  beforeAll(async () => {
    const store = await borrowStore("embedded");
    const oidc = { issuer: "http://127.0.0.1:9", ...CLIENT, scope: "openid", claims: CLAIMS };
    server = await startServer(store, { oidc });
    return async () => {
      await server.close();
      await store.close();
    };
  });

  test("is said to be unreachable, and local accounts go on", async () => {
    const answered = await send(server, null, { method: "GET", path: "/v1/sessions/oidc/start" });
    expectRefusal(answered, 503, "provider_unreachable");
    expect(answered.headers.get("retry-after")).toBe("5");
    const body = { email: "nobody@example.org", password: "x" };
    const signIn = await send(server, null, { method: "POST", path: "/v1/sessions", body });
    expectRefusal(signIn, 401, "sign_in_failed");
  });
});
