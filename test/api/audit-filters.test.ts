import { describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, get, refusedCall, send } from "./caller.ts";
import { make } from "./tenancy.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

interface Event {
  readonly sequence: number;
  readonly subject: string;
  readonly subjectId: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: { readonly schedule?: { readonly schedule: object } } | null;
}

/** What the vendor reads, with the people of others as a partner is shown them: by the name of their company alone. */
function withoutStrangers(read: unknown, byPartner: unknown): unknown {
  if (typeof read !== "object" || read === null) return read;
  if (typeof byPartner !== "object" || byPartner === null) return read;
  if ("kind" in byPartner && byPartner.kind === null) return "kind" in read ? byPartner : read;
  const seen = byPartner as Readonly<Record<string, unknown>>;
  if (Array.isArray(read)) return read.map((one, index) => withoutStrangers(one, seen[index]));
  return Object.fromEntries(
    Object.entries(read).map(([name, value]) => [name, withoutStrangers(value, seen[name])]),
  );
}

const here = useGround(tenancyGround);

const eventsOf = async (token: string, query: string): Promise<Event[]> =>
  (await get(here.server, token, `/v1/adminAudit/events?max=1000&${query}`)).items;

describe("the audit, limited", () => {
  test("to a partner holds what that partner itself reads", async () => {
    const own = await eventsOf(here.tokens.partner_full_admin, "");
    expect(own.length).toBeGreaterThan(5);
    const all = await eventsOf(VENDOR_TOKEN, `partnerId=${here.alpha}`);
    expect(withoutStrangers(all, own)).toEqual(own);
    expect(await eventsOf(here.tokens.partner_full_admin, `partnerId=${here.alpha}`)).toEqual(own);
    const assigned = await eventsOf(here.tokens.partner_admin, "");
    expect(await eventsOf(here.tokens.partner_admin, `partnerId=${here.alpha}`)).toEqual(assigned);
  });

  test("to a partner that is not one's own is not found", async () => {
    const call = { method: "GET", path: `/v1/adminAudit/events?partnerId=${here.alpha}` };
    for (const token of [here.tokens.beta_full_admin, here.tokens.organization_full_admin]) {
      await refusedCall(here.server, token, call, 404, "not_found");
    }
  });

  test("to the settings of one partner tells who set what, before and after", async () => {
    const events = await eventsOf(VENDOR_TOKEN, `subject=partner_settings&subjectId=${here.alpha}`);
    expect(events).toMatchObject([{ action: "change_partner_settings", before: { schedule: null } }]);
    expect(events[0]?.after?.schedule?.schedule).toEqual({ cadence: "latest", deferralWeeks: 1 });
    const about = await eventsOf(VENDOR_TOKEN, `subjectId=${here.alpha}`);
    expect(about.map(({ subject }) => subject)).toEqual(["partner_settings", "partner"]);
  });

  test("to an action, and in a customer", async () => {
    const all = await eventsOf(VENDOR_TOKEN, "");
    const made = await eventsOf(VENDOR_TOKEN, "action=create_organization");
    expect(made).toEqual(all.filter(({ action }) => action === "create_organization"));
    expect(made.length).toBeGreaterThan(2);
    const inAcme = await eventsOf(VENDOR_TOKEN, `action=create_organization&orgId=${here.acme}`);
    expect(inAcme.map(({ subjectId }) => subjectId)).toEqual([here.acme]);
    expect(await eventsOf(here.tokens.beta_full_admin, `subjectId=${here.acme}`)).toEqual([]);
  });

  test("comes with what its ids are called, also of what is no more", async () => {
    const namesOf = async (query: string) =>
      (await get(here.server, VENDOR_TOKEN, `/v1/adminAudit/events?${query}`)).names;
    const organization = await get(here.server, VENDOR_TOKEN, `/v1/organizations/${here.acme}`);
    const partner = await get(here.server, VENDOR_TOKEN, `/v1/partners/${here.alpha}`);
    const names = await namesOf(`orgId=${here.acme}`);
    expect(names).toMatchObject({ [here.acme]: organization.name, [here.alpha]: partner.name });
    const settings = await namesOf(`subject=partner_settings&subjectId=${here.alpha}`);
    expect(settings).toEqual({ [here.alpha]: partner.name });
    const gone = await make(here.server, "/v1/organizations", { name: "Gone & Co", partnerIds: [] });
    const path = `/v1/organizations/${gone}`;
    accepted(await send(here.server, VENDOR_TOKEN, { method: "DELETE", path }));
    expect((await namesOf("action=delete_organization&max=1"))[gone]).toBe("Gone & Co");
  });

  test.each([
    ["subject=schedule", "subject_unknown"],
    ["action=Create", "invalid_field"],
    ["subjectId=42", "id_malformed"],
  ])("to %s is refused", async (query, code) => {
    const path = `/v1/adminAudit/events?${query}`;
    await refusedCall(here.server, VENDOR_TOKEN, { method: "GET", path }, 400, code);
  });
});
