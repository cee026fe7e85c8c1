import { describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { type Answered, accepted, expectRefusal, get, send } from "./caller.ts";
import { make, makeToken } from "./tenancy.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

type Names = Readonly<Record<string, string>>;

const call = (token: string, method: string, path: string, body?: object): Promise<Answered> =>
  send(here.server, token, { method, path, ...(body && { body }) });
const vendor = async (method: string, path: string, body?: object) =>
  accepted(await call(VENDOR_TOKEN, method, path, body));
const namesOf = async (token: string, query = ""): Promise<Names> =>
  (await get(here.server, token, `/v1/adminAudit/events?max=1000&${query}`)).names;

/** Things of another partner, and what was one's own until it was removed or handed over. */
async function makeForeign() {
  const user = { displayName: "Foreign user", email: "foreign@example.org" };
  const deleted = await make(here.server, "/v1/organizations", {
    name: "Foreign gone",
    partnerIds: [here.beta],
  });
  // Beta served Acme once, for its requests.
  const partner = await make(here.server, "/v1/partners", { name: "Gamma" });
  const ids = {
    organization: here.foreign,
    partner,
    user: await make(here.server, `/v1/organizations/${here.foreign}/users`, user),
    deleted,
    sibling: here.other,
  };
  await vendor("DELETE", `/v1/organizations/${deleted}`);
  return ids;
}

describe("the id of something foreign in a text", () => {
  test("is never called by its name, in whatever text it stands and whoever reads it", async () => {
    const foreign = await makeForeign();
    const admin = here.tokens.organization_full_admin;
    for (const id of Object.values(foreign)) {
      const users = `/v1/organizations/${here.acme}/users`;
      const made = accepted(
        await call(admin, "POST", users, { displayName: id, email: `${id}@example.org` }),
      );
      accepted(
        await call(admin, "PATCH", `/v1/users/${made.id}`, { displayName: "Renamed", email: `x@${id}.org` }),
      );
      const grant = { role: "organization_read_only", organizationId: here.acme };
      accepted(await call(admin, "POST", "/v1/tokens", { name: id, ...grant }));
      const person = { displayName: id, email: `p-${id}@example.org`, ...grant };
      accepted(await call(admin, "POST", "/v1/administrators", person));
      const lines = { "content-type": "text/csv" };
      const raw = `organizationId,displayName,email\n${here.acme},${id},i-${id}@example.org\n`;
      accepted(
        await send(here.server, admin, { method: "POST", path: "/v1/imports/users", raw, headers: lines }),
      );
    }
    for (const reader of ["organization_full_admin", "organization_read_only", "partner_admin"] as const) {
      const names = await namesOf(here.tokens[reader], `orgId=${here.acme}`);
      expect(Object.keys(names), reader).toEqual(expect.arrayContaining([here.acme]));
      for (const [what, id] of Object.entries(foreign))
        expect(names[id], `${reader}, ${what}`).toBeUndefined();
    }
    const ofPartner = await namesOf(here.tokens.partner_full_admin);
    expect(ofPartner[foreign.sibling]).toBe("Other");
    for (const id of [foreign.organization, foreign.partner, foreign.user, foreign.deleted]) {
      expect(ofPartner[id]).toBeUndefined();
    }
  });

  test("is not told by the audit of the vendor's own entries either: a text is no reference", async () => {
    const partner = await make(here.server, "/v1/partners", { name: here.foreign });
    expect(await namesOf(VENDOR_TOKEN, `subjectId=${partner}`)).toEqual({ [partner]: here.foreign });
  });

  test("as a reference in a scope is refused as one that there is not", async () => {
    const grant = { role: "partner_read_only", organizationIds: [here.foreign] };
    const made = await call(here.tokens.partner_full_admin, "POST", "/v1/tokens", { name: "Wide", ...grant });
    expectRefusal(made, 404, "not_found");
  });
});

describe("names in the audit", () => {
  test("are told of one's own subtree, of the partners that serve it, and of what was removed", async () => {
    const own = await make(here.server, "/v1/organizations", {
      name: "Short-lived",
      partnerIds: [here.alpha],
    });
    const users = `/v1/organizations/${here.acme}/users`;
    const bob = await make(here.server, users, { displayName: "Bob", email: "bob@example.org" });
    await vendor("DELETE", `/v1/users/${bob}`);
    const grant = { role: "partner_read_only", partnerId: here.alpha, organizationIds: [own] };
    await makeToken(here.server, grant.role, grant);
    const ofCustomer = await namesOf(here.tokens.organization_read_only);
    expect(ofCustomer).toMatchObject({ [here.acme]: "Acme", [here.alpha]: "Alpha", [bob]: "Bob" });
    await vendor("DELETE", `/v1/organizations/${own}`);
    expect((await namesOf(here.tokens.partner_full_admin))[own]).toBe("Short-lived");
  });

  test("of a partner before are told to its successor, without its people", async () => {
    const moved = await make(here.server, "/v1/organizations", { name: "Moved", partnerIds: [here.beta] });
    const path = `/v1/organizations/${moved}`;
    const schedule = { cadence: "slow", deferralWeeks: 5 };
    accepted(await call(here.tokens.beta_full_admin, "PUT", `${path}/release-settings`, { schedule }));
    await vendor("PATCH", path, { partnerIds: [here.alpha] });
    const { items, names } = await get(
      here.server,
      here.tokens.partner_full_admin,
      `/v1/adminAudit/events?orgId=${moved}&max=1000`,
    );
    expect(names).toMatchObject({ [moved]: "Moved", [here.alpha]: "Alpha", [here.beta]: "Beta" });
    const set = items.find(({ action }: { action: string }) => action === "change_organization_settings");
    const beta = { id: null, displayName: "Beta", role: "partner_full_admin", kind: null };
    expect(set.actor).toEqual(beta);
    expect(set.after.partners[here.beta].schedule.setBy).toEqual(beta);
    expect((await namesOf(here.tokens.partner_full_admin, `orgId=${here.other}`))[here.beta]).toBeUndefined();
    expectRefusal(await call(here.tokens.beta_full_admin, "GET", path), 404, "not_found");
  });
});

describe("what one actor did", () => {
  test("is found by the id of whom one may know, and by no other", async () => {
    const shared = await make(here.server, "/v1/organizations", {
      name: "Both",
      partnerIds: [here.alpha, here.beta],
    });
    const path = `/v1/organizations/${shared}/release-settings`;
    const schedule = (deferralWeeks: number) => ({ schedule: { cadence: "slow", deferralWeeks } });
    accepted(await call(here.tokens.beta_full_admin, "PUT", path, schedule(1)));
    accepted(await call(here.tokens.partner_full_admin, "PUT", path, schedule(2)));
    const idOf = async (token: string) => (await get(here.server, token, "/v1/me")).person.id as string;
    const [alphas, betas] = [
      await idOf(here.tokens.partner_full_admin),
      await idOf(here.tokens.beta_full_admin),
    ];
    const found = async (token: string, actorId: string) =>
      (await get(here.server, token, `/v1/adminAudit/events?orgId=${shared}&actorId=${actorId}`)).items
        .length;
    expect(await found(here.tokens.partner_full_admin, alphas)).toBe(1);
    expect(await found(here.tokens.partner_full_admin, betas)).toBe(0);
    expect(await found(here.tokens.partner_full_admin, "configured-token")).toBe(0);
    expect(await found(here.tokens.beta_full_admin, betas)).toBe(1);
    expect(await found(VENDOR_TOKEN, betas)).toBe(1);
    expect(await found(VENDOR_TOKEN, "configured-token")).toBe(1);
  });

  test("in entries from before scopes were recorded is shown by the scope that the ledger knows", async () => {
    const { database } = here.server.context.store;
    const shared = await make(here.server, "/v1/organizations", {
      name: "Old",
      partnerIds: [here.alpha, here.beta],
    });
    const path = `/v1/organizations/${shared}/release-settings`;
    const schedule = { cadence: "slow", deferralWeeks: 3 };
    accepted(await call(here.tokens.beta_full_admin, "PUT", path, { schedule }));
    const rows = await database.selectFrom("ledger").selectAll().where("subject_id", "=", shared).execute();
    const last = rows.find(({ subject }) => subject === "organization_settings");
    const { partnerId: _, ...unscoped } = last?.actor ?? { id: "", displayName: "", role: "vendor_admin" };
    await database
      .updateTable("ledger")
      .set({ actor: JSON.stringify(unscoped) })
      .where("sequence", "=", last?.sequence ?? 0)
      .execute();
    const shownTo = async (token: string) => {
      const query = `orgId=${shared}&action=change_organization_settings`;
      return (await get(here.server, token, `/v1/adminAudit/events?${query}`)).items[0].actor;
    };
    expect(await shownTo(here.tokens.partner_full_admin)).toMatchObject({ id: null, displayName: "Beta" });
    expect(await shownTo(here.tokens.beta_full_admin)).toMatchObject({ id: unscoped.id });
    const query = `orgId=${shared}&actorId=${unscoped.id}`;
    const found = async (token: string) =>
      (await get(here.server, token, `/v1/adminAudit/events?${query}`)).items.length;
    expect(await found(here.tokens.beta_full_admin)).toBe(1);
    expect(await found(here.tokens.partner_full_admin)).toBe(0);
  });
});
