import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, type Call, refusedCall, send } from "../caller.ts";
import { make, makeToken } from "../tenancy.ts";
import { usePeopleServer } from "./people-server.ts";
import { giveEverything, makeShared, type Shared, stillGood } from "./rights-end.ts";
import { enter, enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer();

const post = async (token: string, path: string, body?: object) =>
  accepted(await send(server(), token, { method: "POST", path, ...(body && { body }) }));

describe("a token, at each use,", () => {
  /** Changes the maker behind the back of the program, as a server of another version would: nothing is ended. */
  const behind = async (statement: ReturnType<typeof sql>) => {
    await statement.execute(server().context.store.database);
  };

  const status = async (token: string, call: Call) => (await send(server(), token, call)).status;
  const see = ({ customer }: Shared): Call => ({ method: "GET", path: `/v1/organizations/${customer}` });
  const save = ({ customer }: Shared): Call => {
    const body = { schedule: { cadence: "latest", deferralWeeks: 2 } };
    return { method: "PUT", path: `/v1/organizations/${customer}/release-settings`, body };
  };

  test.each<[string, (shared: Shared) => ReturnType<typeof sql>, number, number]>([
    [
      "demoted",
      ({ person }) => sql`update administrators set role = 'partner_read_only' where id = ${person.id}`,
      200,
      403,
    ],
    [
      "narrowed",
      ({ person }) => sql`update administrators set organization_ids = '{}' where id = ${person.id}`,
      401,
      401,
    ],
    [
      "moved",
      (one) => sql`update administrators set partner_id = ${one.staying} where id = ${one.person.id}`,
      200,
      200,
    ],
    [
      "disabled",
      ({ person }) => sql`update administrators set disabled_at = now() where id = ${person.id}`,
      401,
      401,
    ],
    ["removed", ({ person }) => sql`delete from administrators where id = ${person.id}`, 401, 401],
    [
      "of a partner that serves the customer no more",
      (one) =>
        sql`delete from organization_partners where partner_id = ${one.leaving} and organization_id = ${one.customer}`,
      401,
      401,
    ],
  ])("does no more than its maker may, who is %s", async (_what, make, seeing, saving) => {
    const shared = await makeShared(server());
    const scope = { role: "organization_full_admin", organizationId: shared.customer };
    const { token } = await post(shared.person.token, "/v1/tokens", { name: "Nightly", ...scope });
    const above = await post(shared.person.token, "/v1/tokens", {
      name: "Above",
      role: "partner_full_admin",
    });
    const below = await post(above.token, "/v1/tokens", { name: "Below", ...scope });
    expect([await status(token, see(shared)), await status(token, save(shared))]).toEqual([200, 200]);
    await behind(make(shared));
    for (const one of [token, below.token]) {
      const done = [await status(one, see(shared)), await status(one, save(shared))];
      expect(done).toEqual(_what === "moved" && one === below.token ? [401, 401] : [seeing, saving]);
    }
  });

  test("says that it has no sponsor, is listed with a warning, and is kept by who may", async () => {
    const shared = await makeShared(server());
    const scope = { role: "organization_read_only", organizationId: shared.customer };
    const made = await post(shared.person.token, "/v1/tokens", { name: "Orphan", ...scope });
    expect(made).toMatchObject({ warnings: [], sponsor: { id: shared.person.id } });
    await behind(sql`delete from administrators where id = ${shared.person.id}`);
    await refusedCall(server(), made.token, see(shared), 401, "token_without_sponsor");
    const list = accepted(await send(server(), VENDOR_TOKEN, { method: "GET", path: "/v1/tokens?max=1000" }));
    const listed = list.items.find(({ id }: { id: string }) => id === made.id);
    expect(listed).toMatchObject({ warnings: ["no_rights"] });
    const kept = await post(VENDOR_TOKEN, `/v1/tokens/${made.id}/keep`, { reason: "still needed" });
    expect(kept).toMatchObject({
      sponsor: { id: "configured-token" },
      keptBecause: "still needed",
      warnings: [],
    });
    expect(await status(made.token, see(shared))).toBe(200);
  });

  test("of the configured token's making stands by itself", async () => {
    const partnerId = await make(server(), "/v1/partners", { name: "Alone" });
    const token = await makeToken(server(), "partner_full_admin", { partnerId });
    expect(await status(token, { method: "GET", path: `/v1/partners/${partnerId}` })).toBe(200);
  });

  test("with nobody above who is known has no rights: who made it may have lost them", async () => {
    const partnerId = await make(server(), "/v1/partners", { name: "Unknown maker" });
    const made = await post(VENDOR_TOKEN, "/v1/tokens", {
      name: "Old",
      role: "partner_full_admin",
      partnerId,
    });
    const stranger = JSON.stringify({ id: "nobody-knows", displayName: "Gone", role: "vendor_admin" });
    await behind(sql`update tokens set created_by = ${stranger}::jsonb where id = ${made.id}`);
    const call = { method: "GET", path: `/v1/partners/${partnerId}` };
    await refusedCall(server(), made.token, call, 401, "token_without_sponsor");
  });
});

describe("a link and a one-time password, at each use,", () => {
  test("end when their giver is disabled behind the program's back", async () => {
    const shared = await makeShared(server());
    const given = await giveEverything(shared, shared.person.token);
    const { database } = server().context.store;
    await sql`update administrators set disabled_at = now() where id = ${shared.person.id}`.execute(database);
    expect(await stillGood(shared, given)).toEqual(["settled"]);
  });

  test("of the first vendor administrator counts no longer as another's, once it ends with its giver", async () => {
    const first = await enterAndSignIn(server());
    const second = await enter(server(), {}, first.token);
    const { database } = server().context.store;
    const others = sql`update administrators set disabled_at = now()
      where role = 'vendor_admin' and id not in (${first.id}, ${second.id})`;
    await others.execute(database);
    const remove = { method: "DELETE", path: `/v1/administrators/${first.id}` };
    await refusedCall(server(), VENDOR_TOKEN, remove, 409, "last_vendor_admin");
    accepted(await signIn(server(), first.email, PASSWORD));
  });
});
