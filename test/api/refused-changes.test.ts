import { describe, expect, test } from "vitest";
import { accepted, type Call, get, refusedCall, send } from "./caller.ts";
import type { Tenancy } from "./tenancy.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

type Who = keyof Tenancy["tokens"];

async function refused(call: Call, status: number, code: string, who: Who = "vendor_admin"): Promise<string> {
  return (await refusedCall(here.server, here.tokens[who], call, status, code)).json.message;
}

async function done(call: Call, who: Who = "vendor_admin") {
  return accepted(await send(here.server, here.tokens[who], call));
}

const post = (path: string, body: unknown): Call => ({ method: "POST", path, body });

describe("a calendar is imported whole or not at all (R26)", () => {
  const importing = (...releases: object[]): Call => post("/v1/imports/calendar", { releases });
  const good = (version: string) => ({ version, automaticAt: "2026-05-05" });
  const versions = async () => {
    const { items } = await get(here.server, here.tokens.vendor_admin, "/v1/releases");
    return items.map((release: { version: string }) => release.version);
  };

  test.each([
    [
      "a date that is none",
      { version: "50.2", automaticAt: "2026-02-30" },
      "instant_malformed",
      /^releases\.1\.automaticAt: "2026-02-30"/,
    ],
    [
      "a version that is none",
      { version: "fifty", automaticAt: "2026-05-05" },
      "version_malformed",
      /^releases\.1\.version: "fifty"/,
    ],
    [
      "a slow date before the automatic one",
      { ...good("50.2"), slowAt: "2026-05-04" },
      "slow_before_automatic",
      /^releases\.1 \(50\.2\): slowAt/,
    ],
    [
      "a version that stands above already",
      good("50.1.0.0"),
      "version_twice",
      /^releases\.1: .*50\.1\.0\.0.*releases\.0/,
    ],
    ["a field that is not known", { ...good("50.2"), slow: true }, "unknown_field", /"slow".*releases\.1/],
  ])("an entry with %s is named, and nothing is entered", async (_what, entry, code, sentence) => {
    const before = await versions();
    expect(await refused(importing(good("50.1"), entry, good("50.3")), 400, code)).toMatch(sentence);
    expect(await versions()).toEqual(before);
  });

  test("a release that was withdrawn stops the whole import", async () => {
    await done(importing({ ...good("51.1"), state: "withdrawn" }));
    const call = importing(good("51.2"), { ...good("51.1"), state: "published" });
    expect(await refused(call, 409, "release_withdrawn")).toMatch(/^releases\.1 \(51\.1\): /);
    expect(await versions()).not.toContain("51.2");
  });

  test("what is right is entered, then changed, then left alone", async () => {
    const calls = [good("52.1"), good("52.2")];
    expect(await done(importing(...calls))).toEqual({ created: 2, changed: 0, unchanged: 0 });
    const moved = { ...good("52.2"), automaticAt: "2026-06-02" };
    expect(await done(importing(good("52.1.0"), moved))).toEqual({ created: 0, changed: 1, unchanged: 1 });
    expect(await done(importing(good("52.1"), moved))).toEqual({ created: 0, changed: 0, unchanged: 2 });
  });

  test("an empty calendar is refused", async () => {
    await refused(importing(), 400, "invalid_field");
  });
});

describe("a release", () => {
  test("that is withdrawn stays withdrawn (R19)", async () => {
    const { id } = await done(post("/v1/releases", { version: "60.1", automaticAt: "2026-05-05" }));
    const patch = (state: string): Call => ({ method: "PATCH", path: `/v1/releases/${id}`, body: { state } });
    for (const state of ["published", "paused", "published", "withdrawn", "withdrawn"]) {
      expect(await done(patch(state))).toMatchObject({ state });
    }
    for (const state of ["planned", "published", "paused"]) {
      expect(await refused(patch(state), 409, "release_withdrawn")).toContain("stays withdrawn");
    }
  });

  test("keeps its version", async () => {
    const path = `/v1/releases/${here.release}`;
    await refused({ method: "PATCH", path, body: { version: "60.2" } }, 400, "unknown_field");
  });
});

describe("a partner", () => {
  test("that serves organizations cannot be removed", async () => {
    const call = { method: "DELETE", path: `/v1/partners/${here.alpha}` };
    expect(await refused(call, 409, "partner_in_use")).toContain("2 organizations");
    await get(here.server, here.tokens.vendor_admin, `/v1/partners/${here.alpha}`);
  });

  test("changes nothing while its feature is off, and is told to contact support (R13)", async () => {
    const feature = (features: string[]): Call => ({
      method: "PATCH",
      path: `/v1/partners/${here.beta}`,
      body: { features },
    });
    await done(feature([]));
    const body = { schedule: { cadence: "slow", deferralWeeks: 0 } };
    const path = `/v1/partners/${here.beta}/release-settings`;
    expect(await refused({ method: "PUT", path, body }, 403, "feature_off", "beta_full_admin")).toContain(
      "Contact support",
    );
    await done(feature(["atlas-webex-release-management"]));
    expect(await done({ method: "PUT", path, body }, "beta_full_admin")).toMatchObject(body);
  });

  test("adds or takes away no partner but itself", async () => {
    const path = `/v1/organizations/${here.acme}`;
    const patch = (partnerIds: string[]): Call => ({ method: "PATCH", path, body: { partnerIds } });
    await refused(patch([here.alpha, here.beta]), 403, "not_allowed", "partner_full_admin");
    await refused(
      post("/v1/organizations", { name: "New", partnerIds: [here.beta] }),
      403,
      "not_allowed",
      "partner_full_admin",
    );
    await refused(
      post("/v1/organizations", { name: "New", partnerIds: [] }),
      403,
      "not_allowed",
      "partner_full_admin",
    );
  });

  test("does not remove an organization that another one serves too", async () => {
    const body = { name: "Shared", partnerIds: [here.alpha, here.beta] };
    const { id } = await done(post("/v1/organizations", body));
    const call = { method: "DELETE", path: `/v1/organizations/${id}` };
    await refused(call, 403, "not_allowed", "partner_full_admin");
    await done(call);
  });
});

describe("an organization's administrator", () => {
  const path = () => `/v1/organizations/${here.acme}/release-settings`;

  test("edits nothing where its partner does not allow it, and reads why (R12)", async () => {
    await done({ method: "PUT", path: path(), body: { allowCustomerOverride: false } }, "partner_full_admin");
    const body = { schedule: { cadence: "automatic" } };
    for (const call of [
      { method: "PUT", path: path(), body },
      { method: "DELETE", path: path() },
    ]) {
      await refused(call, 403, "override_not_allowed", "organization_full_admin");
    }
    const seen = await get(here.server, here.tokens.organization_full_admin, path());
    expect(seen).toMatchObject({ editable: false, notEditableReason: "override_not_allowed" });
    await done({ method: "PUT", path: path(), body: { allowCustomerOverride: true } }, "partner_full_admin");
  });

  test("cannot switch whether it may override", async () => {
    const call = { method: "PUT", path: path(), body: { allowCustomerOverride: false } };
    await refused(call, 403, "override_is_the_partners", "organization_full_admin");
  });

  test("cannot put a user ahead while all are on automatic (R11)", async () => {
    const call = {
      method: "PUT",
      path: `/v1/users/${here.ann}/release-settings`,
      body: { allowAutomaticUpgrades: true },
    };
    await done({ method: "PUT", path: path(), body: { schedule: { cadence: "automatic" } } });
    await refused(call, 409, "automatic_upgrades_not_available", "organization_full_admin");
    await done({ method: "DELETE", path: path() });
    await done(call, "organization_full_admin");
  });

  test("edits always where no partner serves it, so there is nothing to switch (R12)", async () => {
    const { id } = await done(post("/v1/organizations", { name: "Alone", partnerIds: [] }));
    const call = {
      method: "PUT",
      path: `/v1/organizations/${id}/release-settings`,
      body: { allowCustomerOverride: false },
    };
    expect(await refused(call, 409, "override_needs_a_partner")).toContain("send true, or leave it out");
  });
});

describe("a token", () => {
  const token = (body: object): Call => post("/v1/tokens", { name: "script", ...body });

  test.each([
    [{ role: "partner_full_admin" }, "scope_incomplete", /partnerId/],
    [{ role: "organization_full_admin" }, "scope_incomplete", /organizationId/],
    [{ role: "partner_admin", partnerId: "alpha" }, "scope_incomplete", /organizationIds/],
    [{ role: "vendor_admin", partnerId: "alpha" }, "scope_unknown", /partnerId/],
    [{ role: "vendor_admin", organizationIds: [] }, "scope_unknown", /organizationIds/],
    [
      { role: "partner_read_only", partnerId: "alpha", organizationId: "acme" },
      "scope_unknown",
      /organizationId/,
    ],
    [
      { role: "organization_read_only", organizationId: "acme", partnerId: "alpha" },
      "scope_unknown",
      /partnerId/,
    ],
    [{ role: "superuser" }, "invalid_field", /^role: .*vendor_admin/],
    [{ role: "vendor_admin", scope: "all" }, "unknown_field", /"scope"/],
  ])("for %j is refused with what its role needs", async (body, code, sentence) => {
    const ids = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, idOf(value)]));
    expect(await refused(token(ids), 400, code)).toMatch(sentence);
  });

  test("ends in the future", async () => {
    for (const expiresAt of ["2026-03-01T00:00:00Z", "2020-01-01"]) {
      await refused(token({ role: "vendor_admin", expiresAt }), 400, "expiry_past");
    }
  });

  test("reaches no higher than whoever makes it", async () => {
    await refused(token({ role: "vendor_admin" }), 403, "not_allowed", "partner_full_admin");
    await refused(
      token({ role: "partner_read_only", partnerId: here.alpha }),
      403,
      "not_allowed",
      "organization_full_admin",
    );
  });

  test("reaches no further than whoever makes it", async () => {
    const elsewhere = {
      role: "partner_admin",
      partnerId: here.alpha,
      organizationIds: [here.acme, here.foreign],
    };
    await refused(token(elsewhere), 404, "not_found", "partner_full_admin");
    await refused(
      token({ role: "organization_read_only", organizationId: here.other }),
      404,
      "not_found",
      "organization_full_admin",
    );
  });

  test("of whoever is limited to some organizations is limited to them, too", async () => {
    const limited = { role: "partner_full_admin", partnerId: here.alpha, organizationIds: [here.acme] };
    const { token: maker, ...made } = await done(token(limited));
    expect(made).toMatchObject(limited);
    const child = await send(here.server, maker, token({ role: "partner_full_admin" }));
    expect(accepted(child)).toMatchObject(limited);
    const path = `/v1/organizations/${here.other}`;
    expect((await send(here.server, child.json.token, { method: "GET", path })).status).toBe(404);
    const forAll = { method: "PUT", path: `/v1/partners/${here.alpha}/release-settings` } as const;
    const tried = await send(here.server, maker, { ...forAll, body: { schedule: null } });
    expect([tried.status, tried.json.errors[0].code]).toEqual([403, "role_read_only"]);
    const { items } = await get(here.server, maker, "/v1/tokens");
    for (const seen of items) expect(JSON.stringify(seen)).toContain(here.acme);
  });

  test("is shown once", async () => {
    const { id, token: secret } = await done(token({ role: "vendor_admin" }));
    const seen = await send(here.server, here.tokens.vendor_admin, {
      method: "GET",
      path: "/v1/tokens?max=1000",
    });
    expect(seen.text).toContain(id);
    expect(seen.text).not.toContain(secret);
    const audit = await send(here.server, here.tokens.vendor_admin, {
      method: "GET",
      path: "/v1/adminAudit/events",
    });
    expect(audit.text).toContain(id);
    expect(audit.text).not.toContain(secret);
  });

  const idOf = (value: unknown) => (value === "alpha" ? here.alpha : value === "acme" ? here.acme : value);
});
