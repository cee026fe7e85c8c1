import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accepted, type Call, get, send } from "../caller.ts";
import { importCall, sendImport } from "../imports/import-ground.ts";
import { makeToken } from "../tenancy.ts";
import { expectQuota, quotaGround, repeat } from "./quota-ground.ts";

let here: Awaited<ReturnType<typeof quotaGround>>;

beforeAll(async () => {
  here = await quotaGround({
    organization_users: 4,
    partner_organizations: 4,
    organization_people: 4,
    partner_people: 3,
    organization_tokens: 6,
    partner_tokens: 8,
    organization_forecast_links: 3,
    organization_kept_answers: 2,
  });
});
afterAll(() => here.close());

const post = (path: string, body: object): Call => ({ method: "POST", path, body });
const user = (time: number) => ({ displayName: `U${time}`, email: `u${time}@example.org` });
const NEW_CUSTOMER = (partnerId: string) => ({ name: "Sent again", partnerIds: [partnerId] });
const head = () => here.server.context.fleet.sequence;

describe("a customer may have so many", () => {
  test("users, whoever enters them; what is too many changes nothing", async () => {
    const path = `/v1/organizations/${here.acme}/users`;
    const { tokens } = here;
    const by = (time: number) => (time % 2 ? tokens.organization_full_admin : tokens.partner_full_admin);
    // Ann is there already.
    for (let time = 0; time < 3; time++) accepted(await send(here.server, by(time), post(path, user(time))));
    const before = head();
    for (const token of [tokens.organization_full_admin, tokens.partner_full_admin, tokens.partner_admin]) {
      expectQuota(await send(here.server, token, post(path, user(9))), "organization_users", 4);
    }
    expect(head()).toBe(before);
    accepted(await send(here.server, tokens.vendor_admin, post(path, user(10))));
    const foreign = `/v1/organizations/${here.foreign}/users`;
    accepted(await send(here.server, tokens.foreign_full_admin, post(foreign, user(11))));
  });

  test("users in a file that is sent again: lines about what is there already count for nothing", async () => {
    const lines = ["organizationId,displayName,email"];
    const made = accepted(
      await send(here.server, here.tokens.vendor_admin, post("/v1/organizations", NEW_CUSTOMER(here.alpha))),
    ) as { id: string };
    for (let time = 0; time < 4; time++) lines.push(`${made.id},A${time},again${time}@example.org`);
    const sendAgain = async () =>
      accepted(await sendImport(here.server, here.tokens.vendor_admin, "users", lines.slice(0, 4)));
    expect(await sendAgain()).toMatchObject({ applied: 3 });
    const partner = here.tokens.partner_full_admin;
    const [again, oneMore] = [
      accepted(await sendImport(here.server, partner, "users", lines.slice(0, 4))),
      accepted(await sendImport(here.server, partner, "users", lines)),
    ];
    expect([again, oneMore]).toMatchObject([
      { applied: 0, skipped: 3, errorCount: 0 },
      { applied: 1, skipped: 3, errorCount: 0 },
    ]);
    const tooMany = [...lines, `${made.id},More,more@example.org`];
    const refused = await sendImport(here.server, partner, "users", tooMany);
    expect([refused.status, refused.json.errors]).toMatchObject([422, [{ line: 6, code: "quota_reached" }]]);
    const removal = { method: "DELETE", path: `/v1/organizations/${made.id}` } as const;
    expect((await send(here.server, here.tokens.vendor_admin, removal)).status).toBeLessThan(300);
  });

  test("users in a file: the lines that are too many are refused by number, dry run or not", async () => {
    const lines = ["organizationId,displayName,email"];
    for (let time = 0; time < 6; time++) lines.push(`${here.other},N${time},n${time}@example.org`);
    for (const query of ["?dryRun=true", ""]) {
      const { json, status } = await sendImport(
        here.server,
        here.tokens.partner_full_admin,
        `users${query}`,
        lines,
      );
      expect([status, json.errorCount], query).toEqual([query ? 200 : 422, 2]);
      expect(json.errors.map((one: { line: number; code: string }) => [one.line, one.code])).toEqual([
        [6, "quota_reached"],
        [7, "quota_reached"],
      ]);
    }
    const skipping = await sendImport(
      here.server,
      here.tokens.partner_full_admin,
      "users?skipBadLines=true",
      lines,
    );
    expect(skipping.json).toMatchObject({ applied: 4, errorCount: 2 });
    const { items } = await get(
      here.server,
      here.tokens.vendor_admin,
      `/v1/organizations/${here.other}/users`,
    );
    expect(items).toHaveLength(4);
  });

  test("tokens, also those that tokens make", async () => {
    const scope = { role: "organization_full_admin", organizationId: here.acme };
    const mine = await makeToken(here.server, "organization_full_admin", scope);
    const call = (time: number) => post("/v1/tokens", { name: `T${time}`, ...scope });
    const { statuses, last } = await repeat(8, here, mine, call);
    expect(statuses.filter((status) => status === 201).length).toBeLessThan(6);
    expectQuota(last, "organization_tokens", 6);
    expectQuota(await send(here.server, here.tokens.partner_full_admin, call(9)), "organization_tokens", 6);
    const { items } = await get(here.server, mine, "/v1/tokens");
    expect(items.filter((one: { role: string }) => one.role.startsWith("organization"))).toHaveLength(6);
    const { id } = items.find((one: { name: string }) => one.name === "T0");
    accepted(await send(here.server, mine, { method: "DELETE", path: `/v1/tokens/${id}` }));
    expect((await send(here.server, here.tokens.partner_full_admin, call(10))).status).toBe(201);
  });

  test("administrators, and nobody moves there past them", async () => {
    const scope = { role: "organization_read_only", organizationId: here.acme };
    const call = (time: number) =>
      post("/v1/administrators", { displayName: "Pat", email: `pat${time}@example.org`, ...scope });
    const { statuses, last } = await repeat(6, here, here.tokens.organization_full_admin, call);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(0);
    expectQuota(last, "organization_people", 4);
    const moving = { ...scope, organizationId: here.other };
    const made = accepted(
      await send(
        here.server,
        here.tokens.partner_full_admin,
        post("/v1/administrators", { displayName: "Mo", email: "mo@example.org", ...moving }),
      ),
    );
    const move: Call = {
      method: "PATCH",
      path: `/v1/administrators/${made.id}`,
      body: { organizationId: here.acme },
    };
    expectQuota(await send(here.server, here.tokens.partner_full_admin, move), "organization_people", 4);
    const rename = { ...move, body: { displayName: "Mo the second" } };
    accepted(await send(here.server, here.tokens.partner_full_admin, rename));
  });

  test("forecast links, the vendor's among them", async () => {
    const call = () => post(`/v1/organizations/${here.acme}/forecast-links`, {});
    const { statuses, last } = await repeat(4, here, here.tokens.vendor_admin, call);
    expect(statuses.slice(0, 2)).toEqual([201, 201]);
    expect([last.status, last.json.errors[0].code]).toEqual([409, "too_many_links"]);
    expect(last.json.message).toContain("organization_forecast_links");
  });

  test("calls with an Idempotency-Key in a day; a replay of those before goes on", async () => {
    const path = `/v1/organizations/${here.foreign}/users`;
    const by = here.tokens.foreign_full_admin;
    const keyed = (time: number) => ({
      ...post(path, user(time)),
      headers: { "idempotency-key": `k${time}` },
    });
    const { statuses, last } = await repeat(3, here, by, keyed);
    expect(statuses).toEqual([201, 201, 429]);
    expectQuota(last, "organization_kept_answers", 2);
    const replayed = await send(here.server, by, keyed(0));
    expect([replayed.status, replayed.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    accepted(await send(here.server, by, post(path, user(4))));
  });
});

describe("a partner may have so many", () => {
  test("customers, entered alone or in a file, or taken over", async () => {
    const by = here.tokens.partner_full_admin;
    const enter = (time: number) => post("/v1/organizations", { name: `C${time}`, partnerIds: [here.alpha] });
    // Acme and Other are there already.
    const { statuses, last } = await repeat(3, here, by, enter);
    expect(statuses).toEqual([201, 201, 429]);
    expectQuota(last, "partner_organizations", 4);
    const lines = ["name,partnerIds", `D,${here.alpha}`];
    const file = await send(here.server, by, importCall("organizations", lines));
    expect([file.status, file.json.errors[0].code]).toEqual([422, "quota_reached"]);
    const vendors = await send(here.server, here.tokens.vendor_admin, enter(9));
    expect(vendors.status).toBe(201);
  });

  test("tokens and administrators of its own, beside those of its customers", async () => {
    const by = here.tokens.partner_full_admin;
    const scope = { role: "partner_read_only", partnerId: here.alpha };
    const token = (time: number) => post("/v1/tokens", { name: `P${time}`, ...scope });
    expectQuota((await repeat(9, here, by, token)).last, "partner_tokens", 8);
    const person = (time: number) =>
      post("/v1/administrators", { displayName: "Kim", email: `kim${time}@example.org`, ...scope });
    const { statuses, last } = await repeat(4, here, by, person);
    expect(statuses[0]).toBe(201);
    expectQuota(last, "partner_people", 3);
  });
});

test("two that are added at the same moment do not both take the last place", async () => {
  const scope = { role: "organization_read_only", organizationId: here.other };
  const calls = Array.from({ length: 12 }, (_, time) =>
    send(here.server, here.tokens.partner_full_admin, post("/v1/tokens", { name: `R${time}`, ...scope })),
  );
  const made = (await Promise.all(calls)).filter(({ status }) => status === 201);
  const rows = await here.server.context.store.database
    .selectFrom("tokens")
    .select("id")
    .where("organization_id", "=", here.other)
    .execute();
  expect([made.length > 0, rows.length]).toEqual([true, 6]);
});
