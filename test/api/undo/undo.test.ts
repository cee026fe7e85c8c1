import { describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, changingNothing, expectRefusal, get, send } from "../caller.ts";
import {
  AUTOMATIC,
  asVendor,
  defaultPath,
  foresightGround,
  latest,
  newOrganization,
  newPartner,
  settingsPath,
  slow,
} from "../foresight/ground.ts";
import { make } from "../tenancy.ts";
import { useGround } from "../use-ground.ts";

const EVENTS = "/v1/adminAudit/events";
const BULK = "/v1/organizations/bulk-release-settings";
const here = useGround(foresightGround);

const undoPath = (sequence: number) => `${EVENTS}/${sequence}/undo`;
const undo = (token: string, sequence: number) =>
  send(here.server, token, { method: "POST", path: undoPath(sequence) });
const newest = async (token: string, query = "") =>
  (await get(here.server, token, `${EVENTS}?max=1${query}`)).items[0];
const put = (token: string, path: string, body: object) =>
  send(here.server, token, { method: "PUT", path, body });

describe("an undo", () => {
  test("gives back what was there, names what it undoes, and is named by it", async () => {
    const partner = await newPartner(here.server, latest(1));
    const id = await newOrganization(here.server, "Undone", [partner.id]);
    const before = await get(here.server, partner.token, settingsPath(id));
    accepted(await put(partner.token, settingsPath(id), { schedule: slow(3) }));
    const entry = await newest(partner.token);
    const seen = await get(here.server, partner.token, undoPath(entry.sequence));
    expect(seen).toMatchObject({ change: entry.change, entries: 1, possible: true, reasons: [] });
    expect(seen.preview.groups[0]).toMatchObject({ from: slow(3), to: latest(1) });
    const done = accepted(await undo(partner.token, entry.sequence));
    expect(done).toEqual({ sequence: entry.sequence + 1, entries: 1 });
    expect(await get(here.server, partner.token, settingsPath(id))).toEqual(before);
    const [made, undone] = (await get(here.server, partner.token, `${EVENTS}?max=2`)).items;
    expect(made).toMatchObject({ action: "return_to_inheritance", undoes: entry.sequence });
    expect(undone.undoneBy).toEqual({
      sequence: made.sequence,
      created: made.created,
      actor: made.actor,
    });
    expectRefusal(await undo(partner.token, entry.sequence), 409, "undone_already");
    // The undo is a change as any other, so it can be undone, too.
    accepted(await undo(partner.token, made.sequence));
    expect((await get(here.server, partner.token, settingsPath(id))).schedule).toEqual(slow(3));
  });

  test("is refused if the record was changed meanwhile, and says by whom and with which entry", async () => {
    const partner = await newPartner(here.server, latest(1));
    const id = await newOrganization(here.server, "Overtaken", [partner.id]);
    accepted(await put(partner.token, settingsPath(id), { schedule: slow(3) }));
    const { sequence } = await newest(partner.token);
    accepted(await put(VENDOR_TOKEN, settingsPath(id), { schedule: latest(2) }));
    const later = await newest(partner.token);
    await changingNothing(here.server, async () => {
      const seen = await get(here.server, partner.token, undoPath(sequence));
      const [reason] = seen.reasons;
      expect(seen.possible).toBe(false);
      expect(reason).toMatchObject({
        code: "changed_meanwhile",
        entries: 1,
        later: { sequence: later.sequence },
      });
      expect(reason.later.actor).toEqual(later.actor);
      const refused = await undo(partner.token, sequence);
      expectRefusal(refused, 412, "changed_meanwhile");
      expect(refused.text).toContain(`${later.actor.displayName} with entry ${later.sequence}`);
    });
  });

  test("needs the rights of the ordinary change, and an entry that the caller may read", async () => {
    accepted(await put(VENDOR_TOKEN, settingsPath(here.acme), { schedule: slow(4) }));
    const { sequence } = await newest(here.tokens.partner_full_admin, `&orgId=${here.acme}`);
    const seen = await get(here.server, here.tokens.partner_read_only, undoPath(sequence));
    expect(seen).toMatchObject({ possible: false, reasons: [{ code: "role_read_only" }] });
    await changingNothing(here.server, async () => {
      expectRefusal(await undo(here.tokens.partner_read_only, sequence), 403, "role_read_only");
      for (const stranger of ["beta_full_admin", "foreign_full_admin", "alpha_admin_elsewhere"] as const) {
        expectRefusal(await undo(here.tokens[stranger], sequence), 404, "not_found");
        const looked = await send(here.server, here.tokens[stranger], {
          method: "GET",
          path: undoPath(sequence),
        });
        expectRefusal(looked, 404, "not_found");
      }
    });
    accepted(await undo(here.tokens.partner_admin, sequence));
  });

  test("of an undo of an undo goes on for some time, not for good: each costs whoever reads the audit", async () => {
    const partner = await newPartner(here.server, null);
    accepted(await put(partner.token, defaultPath(partner.id), { schedule: slow(2) }));
    let made = await undo(partner.token, (await newest(partner.token)).sequence);
    let undos = 0;
    while (made.status === 200 && undos++ < 30) made = await undo(partner.token, made.json.sequence);
    expect(undos).toBeGreaterThan(10);
    expectRefusal(made, 409, "undone_too_often");
    const last = await newest(partner.token);
    expect(await get(here.server, partner.token, undoPath(last.sequence))).toMatchObject({
      possible: false,
      reasons: [{ code: "undone_too_often" }],
    });
    accepted(await put(partner.token, defaultPath(partner.id), { schedule: slow(7) }));
    accepted(await undo(partner.token, (await newest(partner.token)).sequence));
  });

  test("sent twice with one Idempotency-Key is made once", async () => {
    const partner = await newPartner(here.server, null);
    accepted(await put(partner.token, defaultPath(partner.id), { schedule: slow(2) }));
    const { sequence } = await newest(partner.token);
    const call = {
      method: "POST",
      path: undoPath(sequence),
      headers: { "idempotency-key": `undo-${sequence}` },
    };
    const first = accepted(await send(here.server, partner.token, call));
    expect(accepted(await send(here.server, partner.token, call))).toEqual(first);
    expect((await newest(partner.token)).sequence).toBe(first.sequence);
  });

  test("says what can never be undone, and what depends on it by now", async () => {
    const partner = await newPartner(here.server, null);
    const codes = async (sequence: number) =>
      (await get(here.server, VENDOR_TOKEN, undoPath(sequence))).reasons.map(
        ({ code }: { code: string }) => code,
      );
    expect(await codes((await newest(VENDOR_TOKEN)).sequence)).toEqual(["undo_of_access"]);
    const id = await newOrganization(here.server, "Short", [partner.id]);
    const { sequence } = await newest(VENDOR_TOKEN);
    expect(await codes(sequence)).toEqual([]);
    const user = { displayName: "Una", email: "una@example.org" };
    await asVendor(here.server, "POST", `/v1/organizations/${id}/users`, user);
    expect(await codes(sequence)).toEqual(["undo_reaches_further"]);
    accepted(await undo(VENDOR_TOKEN, (await newest(VENDOR_TOKEN)).sequence));
    accepted(await undo(VENDOR_TOKEN, sequence));
    expect(
      (await send(here.server, VENDOR_TOKEN, { method: "GET", path: `/v1/organizations/${id}` })).status,
    ).toBe(404);
    await make(here.server, "/v1/releases", { version: "48.1", automaticAt: "2027-01-05" });
    expect(await codes((await newest(VENDOR_TOKEN)).sequence)).toEqual(["undo_of_new_release"]);
  });

  test("of a partner's departure is refused where what it had set went with it", async () => {
    const partner = await newPartner(here.server, null);
    const id = await newOrganization(here.server, "Left", [partner.id]);
    accepted(await put(partner.token, settingsPath(id), { schedule: slow(2) }));
    await asVendor(here.server, "PATCH", `/v1/organizations/${id}`, { partnerIds: [] });
    const { sequence } = await newest(VENDOR_TOKEN);
    const seen = await get(here.server, VENDOR_TOKEN, undoPath(sequence));
    expect(seen).toMatchObject({ entries: 2, possible: false, reasons: [{ code: "undo_not_exact" }] });
    await changingNothing(here.server, async () =>
      expectRefusal(await undo(VENDOR_TOKEN, sequence), 409, "undo_not_exact"),
    );
  });

  test("of a step with a release shows the ordinary preview, and a withdrawal stays", async () => {
    const id = await make(here.server, "/v1/releases", {
      version: "49.1",
      automaticAt: "2027-02-02",
      state: "published",
    });
    const patch = (body: object) => asVendor(here.server, "PATCH", `/v1/releases/${id}`, body);
    await patch({ automaticAt: "2027-03-02", notes: "Later" });
    const { sequence } = await newest(VENDOR_TOKEN);
    const seen = await get(here.server, VENDOR_TOKEN, undoPath(sequence));
    expect(seen).toMatchObject({ possible: true, release: { at: expect.any(String) } });
    accepted(await undo(VENDOR_TOKEN, sequence));
    expect(await get(here.server, VENDOR_TOKEN, `/v1/releases/${id}`)).toMatchObject({
      automaticAt: "2027-02-02T00:00:00.000Z",
      notes: "",
    });
    await patch({ state: "withdrawn" });
    const withdrawn = await newest(VENDOR_TOKEN);
    expect(await get(here.server, VENDOR_TOKEN, undoPath(withdrawn.sequence))).toMatchObject({
      possible: false,
      reasons: [{ code: "release_withdrawn" }],
    });
  });
});

describe("what was changed together", () => {
  async function bulkOfTwoPartners() {
    const [one, two] = [await newPartner(here.server, latest(1)), await newPartner(here.server, latest(1))];
    const ofOne = await Promise.all(
      ["A", "B", "C"].map((name) => newOrganization(here.server, name, [one.id])),
    );
    const ofTwo = await Promise.all(["D", "E"].map((name) => newOrganization(here.server, name, [two.id])));
    for (const id of ofOne) accepted(await put(VENDOR_TOKEN, settingsPath(id), { schedule: slow(5) }));
    const body = { organizationIds: [...ofOne, ...ofTwo], schedule: slow(8) };
    await asVendor(here.server, "POST", BULK, body);
    return { one, two, ofOne, ofTwo };
  }

  test("is one entry for each who reads it, with what they see of it; a customer's filter finds it", async () => {
    const { one, two, ofOne } = await bulkOfTwoPartners();
    const folded = (token: string, query = "") => newest(token, `&together=folded${query}`);
    expect((await folded(VENDOR_TOKEN)).together).toEqual({ entries: 5, alike: 5 });
    expect((await folded(two.token)).together).toEqual({ entries: 2, alike: 2 });
    const found = await folded(one.token, `&orgId=${ofOne[0]}`);
    expect(found).toMatchObject({ subjectId: ofOne[0], together: { entries: 3, alike: 3 } });
    const { items } = await get(here.server, one.token, `${EVENTS}?change=${found.change}`);
    expect(new Set(items.map(({ subjectId }: { subjectId: string }) => subjectId))).toEqual(new Set(ofOne));
    const list = await get(here.server, VENDOR_TOKEN, `${EVENTS}?together=folded&max=1000`);
    const changes = list.items.map(({ change }: { change: number }) => change);
    expect(new Set(changes).size).toBe(changes.length);
    const flat = await get(here.server, VENDOR_TOKEN, `${EVENTS}?max=1000`);
    expect(new Set(flat.items.map(({ change }: { change: number }) => change))).toEqual(new Set(changes));
    const paged: number[] = [];
    let next: string | undefined = `${EVENTS}?together=folded&max=7`;
    while (next !== undefined) {
      const answered = await send(here.server, VENDOR_TOKEN, { method: "GET", path: next });
      paged.push(...accepted(answered).items.map(({ change }: { change: number }) => change));
      next = /<([^>]+)>; rel="next"/.exec(answered.headers.get("link") ?? "")?.[1];
    }
    expect(paged).toEqual(changes);
  });

  test("is undone as one: each gets back what it had, or nothing is changed and it is said for how many", async () => {
    const { ofOne, ofTwo } = await bulkOfTwoPartners();
    const { sequence } = await newest(VENDOR_TOKEN);
    accepted(await put(VENDOR_TOKEN, settingsPath(ofTwo[0] ?? ""), { schedule: AUTOMATIC }));
    const later = await newest(VENDOR_TOKEN);
    await changingNothing(here.server, async () => {
      const seen = await get(here.server, VENDOR_TOKEN, undoPath(sequence));
      expect(seen).toMatchObject({ entries: 5, reasons: [{ code: "changed_meanwhile", entries: 1 }] });
      expectRefusal(await undo(VENDOR_TOKEN, sequence), 412, "changed_meanwhile");
    });
    accepted(await undo(VENDOR_TOKEN, later.sequence));
    // The later change is undone, so this one is what stands now.
    expect(accepted(await undo(VENDOR_TOKEN, sequence)).entries).toBe(5);
    expectRefusal(await undo(VENDOR_TOKEN, later.sequence), 409, "undone_already");
    const again = await bulkOfTwoPartners();
    const entry = await newest(VENDOR_TOKEN);
    expect(accepted(await undo(VENDOR_TOKEN, entry.sequence)).entries).toBe(5);
    for (const id of again.ofOne) {
      const { schedule, inherits } = await get(here.server, VENDOR_TOKEN, settingsPath(id));
      expect([schedule, inherits]).toEqual([slow(5), false]);
    }
    for (const id of again.ofTwo) {
      const { schedule, inherits } = await get(here.server, VENDOR_TOKEN, settingsPath(id));
      expect([schedule, inherits]).toEqual([latest(1), true]);
    }
    expect(ofOne.length).toBe(3);
  });

  test("by the vendor is undone by a partner for its own customers, as far as its rights go", async () => {
    const { two, ofOne, ofTwo } = await bulkOfTwoPartners();
    const { sequence } = await newest(two.token);
    expect(accepted(await undo(two.token, sequence)).entries).toBe(2);
    for (const id of ofTwo)
      expect((await get(here.server, VENDOR_TOKEN, settingsPath(id))).schedule).toEqual(latest(1));
    for (const id of ofOne)
      expect((await get(here.server, VENDOR_TOKEN, settingsPath(id))).schedule).toEqual(slow(8));
  });
});
