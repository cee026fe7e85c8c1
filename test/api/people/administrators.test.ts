import { beforeAll, describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, expectRefusal, get, refusedCall, send } from "../caller.ts";
import { makeTenancy, makeToken, type Tenancy } from "../tenancy.ts";
import { usePeopleServer } from "./people-server.ts";
import { enter, enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer();
let tenancy: Tenancy;

beforeAll(async () => {
  tenancy = await makeTenancy(server());
});

const path = (id: string) => `/v1/administrators/${id}`;
const change = (token: string, id: string, body: object) =>
  send(server(), token, { method: "PATCH", path: path(id), body });
const remove = (token: string, id: string) => send(server(), token, { method: "DELETE", path: path(id) });
const nameless = { displayName: "Somebody", email: "somebody@example.org" };

describe("an administrator", () => {
  test("is shown with role and place, and is in the ledger", async () => {
    const { alpha, acme } = tenancy;
    const scope = { role: "partner_admin", partnerId: alpha, organizationIds: [acme] };
    const made = await enter(server(), scope);
    const { secondFactors, lastSignInAt, ...shown } = await get(server(), VENDOR_TOKEN, path(made.id));
    expect([secondFactors, lastSignInAt]).toEqual([[], null]);
    const createdAt = "2026-03-01T12:00:00.000Z";
    expect(shown).toEqual({
      id: made.id,
      displayName: "Olga",
      email: made.email,
      ...scope,
      createdAt,
      disabledAt: null,
    });
    const { items } = await get(server(), VENDOR_TOKEN, "/v1/adminAudit/events?max=1");
    expect(items[0]).toMatchObject({ action: "create_administrator", before: null, after: shown });
  });

  test("signs in with what the role may do in its own subtree, and nothing else", async () => {
    const { acme, other, foreign } = tenancy;
    const person = await enterAndSignIn(server(), { role: "organization_full_admin", organizationId: acme });
    expect((await get(server(), person.token, "/v1/organizations")).items).toMatchObject([{ id: acme }]);
    for (const id of [other, foreign]) {
      const call = { method: "GET", path: `/v1/organizations/${id}` };
      await refusedCall(server(), person.token, call, 404, "not_found");
    }
  });

  test("signs in with an address that nobody else has, in any case", async () => {
    const first = await enter(server(), { email: "Twice@example.org" });
    const body = { ...nameless, email: "twice@EXAMPLE.org", role: "vendor_admin" };
    const call = { method: "POST", path: "/v1/administrators", body };
    await refusedCall(server(), VENDOR_TOKEN, call, 409, "email_taken");
    const other = await enter(server());
    expectRefusal(await change(VENDOR_TOKEN, other.id, { email: "TWICE@example.org" }), 409, "email_taken");
    expect(accepted(await change(VENDOR_TOKEN, first.id, { email: "twice@example.org" })).email).toBe(
      "twice@example.org",
    );
  });

  test("is given a role by one's own level or above, in one's own subtree", async () => {
    const { tokens, alpha, beta, acme, foreign } = tenancy;
    const refused = async (token: string, body: object, status: number, code: string) => {
      const call = { method: "POST", path: "/v1/administrators", body: { ...nameless, ...body } };
      await refusedCall(server(), token, call, status, code);
    };
    await refused(tokens.partner_full_admin, { role: "vendor_admin" }, 403, "not_allowed");
    await refused(
      tokens.partner_full_admin,
      { role: "partner_full_admin", partnerId: beta },
      404,
      "not_found",
    );
    await refused(
      tokens.organization_full_admin,
      { role: "partner_read_only", partnerId: alpha },
      403,
      "not_allowed",
    );
    const reader = { role: "organization_read_only" };
    await refused(tokens.organization_full_admin, { ...reader, organizationId: foreign }, 404, "not_found");
    await refused(tokens.vendor_admin, { role: "partner_admin", partnerId: alpha }, 400, "scope_incomplete");
    await refused(tokens.vendor_admin, { role: "vendor_admin", partnerId: alpha }, 400, "scope_unknown");
    const own = { ...nameless, ...reader };
    const call = { method: "POST", path: "/v1/administrators", body: own };
    expect(accepted(await send(server(), tokens.organization_full_admin, call)).organizationId).toBe(acme);
  });

  test("who is limited to some customers gives no more, and reaches nobody with more", async () => {
    const { alpha, acme, other } = tenancy;
    const scope = { partnerId: alpha, organizationIds: [acme] };
    const limited = await makeToken(server(), "partner_full_admin", scope);
    const whole = await enter(server(), { role: "partner_full_admin", partnerId: alpha });
    const elsewhere = await enter(server(), { role: "organization_read_only", organizationId: other });
    for (const { id } of [whole, elsewhere]) {
      const call = { method: "GET", path: path(id) };
      await refusedCall(server(), limited, call, 404, "not_found");
    }
    const body = { displayName: "Limited", email: "limited@example.org", role: "partner_full_admin" };
    const call = { method: "POST", path: "/v1/administrators", body };
    expect(accepted(await send(server(), limited, call)).organizationIds).toEqual([acme]);
    const { items } = await get(server(), limited, "/v1/administrators");
    for (const one of items) expect(one.organizationIds ?? [one.organizationId]).toEqual([acme]);
    const more = { ...body, email: "more@example.org", organizationIds: [acme, other] };
    await refusedCall(server(), limited, { ...call, body: more }, 404, "not_found");
  });
});

describe("the list", () => {
  test("holds who is in one's own subtree", async () => {
    const { tokens, alpha, beta, acme, foreign } = tenancy;
    const made = {
      vendor: await enter(server(), { displayName: "Listed" }),
      alpha: await enter(server(), { displayName: "Listed", role: "partner_read_only", partnerId: alpha }),
      beta: await enter(server(), { displayName: "Listed", role: "partner_read_only", partnerId: beta }),
      acme: await enter(server(), {
        displayName: "Listed",
        role: "organization_read_only",
        organizationId: acme,
      }),
      foreign: await enter(server(), {
        displayName: "Listed",
        role: "organization_read_only",
        organizationId: foreign,
      }),
    };
    const seen = async (token: string, limit = "max=100") => {
      const { items } = await get(server(), token, `/v1/administrators?q=listed&${limit}`);
      const ids = items.map((one: { id: string }) => one.id);
      return Object.entries(made).flatMap(([name, { id }]) => (ids.includes(id) ? [name] : []));
    };
    expect(await seen(tokens.vendor_admin)).toEqual(["vendor", "alpha", "beta", "acme", "foreign"]);
    expect(await seen(tokens.partner_full_admin)).toEqual(["alpha", "acme"]);
    expect(await seen(tokens.beta_full_admin)).toEqual(["beta", "foreign"]);
    expect(await seen(tokens.organization_full_admin)).toEqual(["acme"]);
    expect(await seen(tokens.foreign_full_admin)).toEqual(["foreign"]);
    const vendorSees = (limit: string) => seen(VENDOR_TOKEN, limit);
    expect(await vendorSees("level=vendor")).toEqual(["vendor"]);
    expect(await vendorSees("level=organization")).toEqual(["acme", "foreign"]);
    expect(await vendorSees(`partnerId=${alpha}`)).toEqual(["alpha"]);
    expect(await vendorSees(`organizationId=${acme}`)).toEqual(["acme"]);
    expect(await seen(tokens.partner_full_admin, `partnerId=${beta}`)).toEqual([]);
    expect(await seen(tokens.partner_full_admin, "level=vendor")).toEqual([]);
  });

  test("and a token are listed with those of one level, partner or organization alone, if that is asked", async () => {
    const { alpha, acme } = tenancy;
    await makeToken(server(), "partner_read_only", { partnerId: alpha });
    await makeToken(server(), "organization_read_only", { organizationId: acme });
    const roles = async (limit: string) => {
      const { items } = await get(server(), VENDOR_TOKEN, `/v1/tokens?${limit}`);
      return new Set(items.map(({ role }: { role: string }) => role.split("_")[0]));
    };
    expect(await roles(`partnerId=${alpha}`)).toEqual(new Set(["partner"]));
    expect(await roles("level=organization")).toEqual(new Set(["organization"]));
    expect(await roles(`organizationId=${acme}`)).toEqual(new Set(["organization"]));
  });

  test("comes page by page, and finds names and addresses", async () => {
    const names = ["Émile", "anna", "Berta"];
    for (const displayName of names) await enter(server(), { displayName: `Paged ${displayName}` });
    const first = await send(server(), VENDOR_TOKEN, {
      method: "GET",
      path: "/v1/administrators?q=paged&max=2",
    });
    const next = /<([^>]+)>/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const rest = await get(server(), VENDOR_TOKEN, next);
    const shown = [...first.json.items, ...rest.items].map((one: { displayName: string }) => one.displayName);
    expect(shown).toEqual(["Paged anna", "Paged Berta", "Paged Émile"]);
    const { email, id } = await enter(server(), { email: "Very.Rare@example.org" });
    expect(email).toBe("Very.Rare@example.org");
    expect((await get(server(), VENDOR_TOKEN, "/v1/administrators?q=y.rare@")).items).toMatchObject([{ id }]);
  });
});

describe("a change", () => {
  test("of role and place is in force for sessions that are open", async () => {
    const { alpha, acme } = tenancy;
    const person = await enterAndSignIn(server(), { role: "partner_full_admin", partnerId: alpha });
    const call = { method: "POST", path: "/v1/organizations", body: { name: "New", partnerIds: [alpha] } };
    accepted(await send(server(), person.token, call));
    const changed = accepted(await change(VENDOR_TOKEN, person.id, { role: "partner_read_only" }));
    expect(changed).toMatchObject({ role: "partner_read_only", partnerId: alpha });
    await refusedCall(server(), person.token, call, 403, "not_allowed");
    const body = { role: "organization_read_only", organizationId: acme };
    const moved = accepted(await change(VENDOR_TOKEN, person.id, body));
    expect(moved).toMatchObject(body);
    expect(moved.partnerId).toBeUndefined();
    expect(await get(server(), person.token, "/v1/me")).toMatchObject(body);
  });

  test("to another level needs the place there", async () => {
    const person = await enter(server());
    const answered = await change(VENDOR_TOKEN, person.id, { role: "organization_full_admin" });
    expectRefusal(answered, 400, "scope_incomplete");
  });

  test("that changes nothing leaves no entry", async () => {
    const person = await enter(server());
    const { items: before } = await get(server(), VENDOR_TOKEN, "/v1/adminAudit/events?max=1");
    accepted(await change(VENDOR_TOKEN, person.id, { displayName: "Olga", disabled: false }));
    const { items: after } = await get(server(), VENDOR_TOKEN, "/v1/adminAudit/events?max=1");
    expect(after).toEqual(before);
  });

  test("of one's own name is allowed, of one's own role or place is not: nobody raises themselves", async () => {
    const { alpha, acme, other } = tenancy;
    const scope = { role: "partner_full_admin", partnerId: alpha, organizationIds: [acme] };
    const person = await enterAndSignIn(server(), scope);
    accepted(await change(person.token, person.id, { displayName: "Olga II" }));
    for (const body of [
      { role: "vendor_admin" },
      { organizationIds: null },
      { organizationIds: [acme, other] },
    ]) {
      const call = { method: "PATCH", path: path(person.id), body };
      await refusedCall(server(), person.token, call, 403, "own_role");
    }
  });

  test("raises nobody above who makes it", async () => {
    const { tokens, alpha } = tenancy;
    const person = await enter(server(), { role: "partner_read_only", partnerId: alpha });
    const call = { method: "PATCH", path: path(person.id), body: { role: "vendor_admin" } };
    await refusedCall(server(), tokens.partner_full_admin, call, 403, "not_allowed");
  });
});

describe("who is disabled or removed", () => {
  test("is signed out everywhere at once, and a disabled account can be enabled again", async () => {
    const person = await enterAndSignIn(server());
    const second = accepted(await signIn(server(), person.email, PASSWORD));
    expect(accepted(await change(VENDOR_TOKEN, person.id, { disabled: true })).disabledAt).toBe(
      "2026-03-01T12:00:00.000Z",
    );
    const me = { method: "GET", path: "/v1/me" };
    for (const token of [person.token, second.token]) {
      await refusedCall(server(), token, me, 401, "session_ended");
    }
    expectRefusal(await signIn(server(), person.email, PASSWORD), 401, "sign_in_failed");
    accepted(await change(VENDOR_TOKEN, person.id, { disabled: false }));
    await refusedCall(server(), person.token, me, 401, "session_ended");
    const third = accepted(await signIn(server(), person.email, PASSWORD));
    expect((await remove(VENDOR_TOKEN, person.id)).status).toBe(204);
    await refusedCall(server(), third.token, me, 401, "session_ended");
    expectRefusal(await signIn(server(), person.email, PASSWORD), 401, "sign_in_failed");
  });
});
