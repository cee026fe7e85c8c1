import { describe, expect, test } from "vitest";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { DATABASE_KINDS } from "../support/databases.ts";
import { type Answered, accepted, changingNothing, expectRefusal, get, send } from "./caller.ts";
import { sendImport } from "./imports/import-ground.ts";
import { make, makeToken } from "./tenancy.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

interface Organization {
  readonly name: string;
  readonly customerNumbers: readonly { readonly partnerId: string; readonly number: string }[];
}

describe.each(DATABASE_KINDS)("the number that a partner has for a customer on %s", (kind) => {
  const here = useGround(() => tenancyGround(kind));

  const vendor = () => here.tokens.vendor_admin;
  const alphaNumber = (number: string | null) => ({ partnerId: here.alpha, number });
  const betaNumber = (number: string | null) => ({ partnerId: here.beta, number });
  const create = (name: string, customerNumbers: object[], partnerIds = [here.alpha, here.beta]) =>
    make(here.server, "/v1/organizations", { name, partnerIds, customerNumbers });
  const change = (id: string, body: object, token = vendor()): Promise<Answered> =>
    send(here.server, token, { method: "PATCH", path: `/v1/organizations/${id}`, body });
  const read = async (id: string, token = vendor()): Promise<Organization> =>
    get(here.server, token, `/v1/organizations/${id}`);
  const numbersOf = async (id: string, token = vendor()) => (await read(id, token)).customerNumbers;
  const search = async (q: string, token = vendor()): Promise<readonly string[]> => {
    const listed = await get(here.server, token, `/v1/organizations?q=${encodeURIComponent(q)}`);
    const found = await get(here.server, token, `/v1/search?q=${encodeURIComponent(q)}`);
    const names = listed.items.map(({ name }: Organization) => name);
    expect(found.organizations.map(({ name }: Organization) => name)).toEqual(names);
    return names;
  };
  const events = async (id: string, token: string) =>
    (await get(here.server, token, `/v1/adminAudit/events?orgId=${id}&subject=organization`)).items;

  test("is read and searched by that partner's people and the vendor, and by nobody else", async () => {
    const id = await create("Two names", [alphaNumber("A-seen"), betaNumber("B-seen")]);
    const customer = await makeToken(here.server, "organization_full_admin", { organizationId: id });
    const both = [alphaNumber("A-seen"), betaNumber("B-seen")].sort((a, b) =>
      a.partnerId < b.partnerId ? -1 : 1,
    );
    const readers = [
      [vendor(), both, ["A-SEEN", "b-se"]],
      [here.tokens.partner_read_only, [alphaNumber("A-seen")], ["a-seen"]],
      [here.tokens.beta_full_admin, [betaNumber("B-seen")], ["B-seen"]],
      [customer, [], []],
    ] as const;
    for (const [token, seen, finding] of readers) {
      expect(await numbersOf(id, token)).toEqual(seen);
      const told = JSON.stringify(await events(id, token));
      for (const number of ["A-seen", "B-seen"]) {
        expect(told.includes(number)).toBe(seen.some((one) => one.number === number));
        const isFound = finding.some((q) => q.toLowerCase().startsWith(number.toLowerCase().slice(0, 4)));
        expect(await search(number, token)).toEqual(isFound ? ["Two names"] : []);
      }
      for (const q of finding) expect(await search(q, token)).toEqual(["Two names"]);
    }
  });

  test("is found by its beginning, from three characters on, and by all of it before", async () => {
    await create("Short", [alphaNumber("77")], [here.alpha]);
    await create("Long", [alphaNumber("7712_%")], [here.alpha]);
    expect(await search("77")).toEqual(["Short"]);
    expect(await search("771")).toEqual(["Long"]);
    expect(await search("7712_%")).toEqual(["Long"]);
    expect(await search("771__%")).toEqual([]);
    expect(await search("712")).toEqual([]);
  });

  test("is given, changed and taken away alone, and a change back is one undo", async () => {
    const id = await create("Changed", [alphaNumber("before")], [here.alpha]);
    const full = here.tokens.partner_full_admin;
    accepted(await change(id, { customerNumbers: [alphaNumber("after")] }, full));
    expect(await read(id)).toMatchObject({ name: "Changed", customerNumbers: [alphaNumber("after")] });
    const [{ sequence }] = await events(id, full);
    const path = `/v1/adminAudit/events/${sequence}/undo`;
    accepted(await send(here.server, full, { method: "POST", path }));
    expect(await numbersOf(id)).toEqual([alphaNumber("before")]);
    accepted(await change(id, { customerNumbers: [alphaNumber(null)] }, full));
    expect(await numbersOf(id)).toEqual([]);
    expect((await verifyLedger(here.server.context.store)).findings).toEqual([]);
  });

  test("is one organization's under one partner, in any case; another partner may have the same", async () => {
    await create("First", [alphaNumber("Same-1")], [here.alpha]);
    const second = await create("Second", [betaNumber("same-1")], [here.beta]);
    const body = { name: "Third", partnerIds: [here.alpha], customerNumbers: [alphaNumber("ＳＡＭＥ-1")] };
    const post = () => send(here.server, vendor(), { method: "POST", path: "/v1/organizations", body });
    expectRefusal(await changingNothing(here.server, post), 409, "customer_number_taken");
    const joining = { partnerIds: [here.alpha, here.beta], customerNumbers: [alphaNumber("same-1")] };
    const taken = await changingNothing(here.server, () => change(second, joining));
    expectRefusal(taken, 409, "customer_number_taken");
    // What an organization has already, it may be given again.
    accepted(await change(second, { customerNumbers: [betaNumber("SAME-1")] }));
    expect(await numbersOf(second)).toEqual([betaNumber("SAME-1")]);
  });

  test("is refused for another partner, for one that does not serve, twice, and where it hides something", async () => {
    const id = await create("Refused", [], [here.alpha, here.beta]);
    const cases = [
      [here.tokens.partner_full_admin, [betaNumber("x")], 403, "not_allowed"],
      [here.tokens.partner_full_admin, [betaNumber(null)], 403, "not_allowed"],
      [here.tokens.partner_admin, [alphaNumber("x")], 404, "not_found"],
      [vendor(), [{ partnerId: here.acme, number: "x" }], 400, "customer_number_without_partner"],
      [vendor(), [alphaNumber("x"), alphaNumber("y")], 400, "invalid_field"],
      [vendor(), [alphaNumber("a;b")], 400, "invalid_field"],
      [vendor(), [alphaNumber("a‮b")], 400, "invalid_field"],
      [vendor(), [alphaNumber(" ")], 400, "invalid_field"],
      [vendor(), [alphaNumber("n".repeat(61))], 400, "invalid_field"],
    ] as const;
    for (const [token, customerNumbers, status, code] of cases) {
      const refused = await changingNothing(here.server, () => change(id, { customerNumbers }, token));
      expectRefusal(refused, status, code);
    }
  });

  test("goes with the partner that leaves, in the same change, and comes back when that is undone", async () => {
    const id = await create("Left", [alphaNumber("stays"), betaNumber("goes")]);
    accepted(await change(id, { partnerIds: [here.alpha] }));
    expect(await numbersOf(id)).toEqual([alphaNumber("stays")]);
    const [{ sequence }] = await events(id, vendor());
    accepted(
      await change(await create("Takes it", [], [here.beta]), { customerNumbers: [betaNumber("other")] }),
    );
    const path = `/v1/adminAudit/events/${sequence}/undo`;
    accepted(await send(here.server, vendor(), { method: "POST", path }));
    expect([...(await numbersOf(id))].map(({ number }) => number).sort()).toEqual(["goes", "stays"]);
    expect((await verifyLedger(here.server.context.store)).findings).toEqual([]);
  });

  test("is a column of imports; a line with a known number is about that customer, whatever its name", async () => {
    const header = "name,partnerIds,customerNumbers";
    const lines = (...rows: string[]) => [header, ...rows];
    const send2 = (rows: string[], query = "") =>
      sendImport(here.server, here.tokens.partner_full_admin, `organizations${query}`, lines(...rows));
    const first = accepted(
      await send2([`Imported Ltd,${here.alpha},CRM-1`, `Imported Ltd,${here.alpha},CRM-2`]),
    );
    expect(first).toMatchObject({ applied: 2, errorCount: 0 });
    expect(first.existing).toBeUndefined();
    const again = accepted(
      await send2([
        `Renamed Ltd,${here.alpha},crm-1`,
        `Imported Ltd,${here.alpha},`,
        `Imported Ltd,${here.alpha},CRM-3`,
      ]),
    );
    expect(again).toMatchObject({ applied: 1, skipped: 2, errorCount: 0 });
    expect(again.existing.map(({ line, code }: { line: number; code: string }) => [line, code])).toEqual([
      [2, "organization_exists"],
      [3, "organization_exists"],
    ]);
    expect(again.existing[0].description).toContain('with the customer number "crm-1"');
    const twice = [`One,${here.alpha},CRM-9`, `Two,${here.alpha},CRM-9`];
    const bad = await changingNothing(here.server, () => send2(twice));
    expect(bad.status).toBe(422);
    expect(bad.json.errors).toMatchObject([{ line: 3, code: "customer_number_taken" }]);
    const taken = await changingNothing(here.server, () =>
      send2([`Renamed Ltd,${here.alpha},crm-1`], "?existing=create"),
    );
    expect(taken.json.errors).toMatchObject([{ line: 2, code: "customer_number_taken" }]);
    const without = await changingNothing(here.server, () => send2([`No place,${here.alpha},1;2`]));
    expect(without.json.errors).toMatchObject([{ line: 2, code: "customer_number_without_partner" }]);
  });

  test("stands in the place of its partner in an export, which comes back as it was", async () => {
    const id = await create("Exported", [betaNumber("=B-1")]);
    const path = "/v1/exports/organizations?q=Exported";
    const csv = await send(here.server, vendor(), { method: "GET", path });
    const { partnerIds } = await get(here.server, vendor(), `/v1/organizations/${id}`);
    const cell = partnerIds[0] === here.beta ? "'=B-1;" : ";'=B-1";
    const [begun, noNext] = [`Exported,${partnerIds.join(";")},,,`, ",,,,"];
    expect(csv.text.split("\r\n")[1]).toBe(begun + cell + noNext);
    const partners = await send(here.server, here.tokens.partner_full_admin, { method: "GET", path });
    expect(partners.text.split("\r\n")[1]).toBe(begun + noNext);
    accepted(await send(here.server, vendor(), { method: "DELETE", path: `/v1/organizations/${id}` }));
    expect(accepted(await sendImport(here.server, vendor(), "organizations", [csv.text])).applied).toBe(1);
    const { items } = await get(here.server, vendor(), "/v1/organizations?q=Exported");
    expect(items[0]).toMatchObject({ partnerIds, customerNumbers: [betaNumber("=B-1")] });
  });
});
