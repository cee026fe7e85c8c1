import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { accepted, expectRefusal, get, send } from "./caller.ts";
import { make } from "./tenancy.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const PATH = "/v1/adminAudit/events";

interface Event {
  readonly sequence: number;
  readonly subject: string;
  readonly subjectId: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: { readonly organizationId?: string } | null;
}

const here = useGround(tenancyGround);

const eventsOf = async (token: string, query = ""): Promise<Event[]> =>
  (await get(here.server, token, `${PATH}${query}`)).items;

describe("the audit of a partner's own subtree", () => {
  test("holds the partner's own settings and what its organizations did, and nothing of others", async () => {
    const events = await eventsOf(here.tokens.partner_full_admin, "?max=1000");
    const about = new Set(events.map(({ subjectId }) => subjectId));
    for (const id of [here.alpha, here.acme, here.other, here.ann]) expect(about.has(id)).toBe(true);
    for (const id of [here.beta, here.foreign, here.release]) expect(about.has(id)).toBe(false);
    expect(events.map(({ subject }) => subject)).toContain("partner_settings");
    const betas = await eventsOf(here.tokens.beta_full_admin, "?max=1000");
    const alphas = new Set(events.map(({ sequence }) => sequence));
    expect(betas.filter(({ sequence }) => alphas.has(sequence))).toEqual([]);
    expect(betas.map(({ subjectId }) => subjectId)).toContain(here.foreign);
  });

  test("of an administrator who is assigned some customers holds only these", async () => {
    const events = await eventsOf(here.tokens.partner_admin, "?max=1000");
    const about = new Set(events.map(({ subjectId }) => subjectId));
    expect([about.has(here.acme), about.has(here.alpha), about.has(here.other)]).toEqual([true, true, false]);
  });

  test("an organization's stays its own, the vendor's is everything, and the help desk reads none", async () => {
    const organization = await eventsOf(here.tokens.organization_read_only, "?max=1000");
    expect(organization.map(({ subjectId }) => subjectId)).not.toContain(here.other);
    expect((await eventsOf(here.tokens.vendor_admin, "?max=1000")).at(-1)?.sequence).toBe(1);
    const call = { method: "GET", path: PATH };
    expectRefusal(await send(here.server, here.tokens.partner_help_desk, call), 403, "not_allowed");
  });

  test("its pages hold each event once, in order", async () => {
    const whole = await eventsOf(here.tokens.partner_full_admin, "?max=1000");
    const paged: Event[] = [];
    let next: string | undefined = `${PATH}?max=3`;
    while (next !== undefined) {
      const answered = await send(here.server, here.tokens.partner_full_admin, { method: "GET", path: next });
      paged.push(...accepted(answered).items);
      next = /<([^>]+)>; rel="next"/.exec(answered.headers.get("link") ?? "")?.[1];
    }
    expect(paged).toEqual(whole);
  });
});

describe("the audit of administrators and tokens", () => {
  const vendor = async (method: string, path: string, body?: object) =>
    accepted(await send(here.server, here.tokens.vendor_admin, { method, path, ...(body && { body }) }));
  const person = (name: string, grant: object) => ({
    displayName: name,
    email: `${name.toLowerCase()}@example.org`,
    ...grant,
  });
  const make = async (name: string, grant: object): Promise<string> =>
    (await vendor("POST", "/v1/administrators", person(name, grant))).id;
  const about = async (token: string, id: string) =>
    (await eventsOf(token, "?max=1000")).filter(({ subjectId }) => subjectId === id);

  test("holds a partner's own, and those of its organizations, and nobody else's", async () => {
    const { tokens, alpha, beta, acme, other, foreign } = here;
    const full = await make("Pat", { role: "partner_full_admin", partnerId: alpha });
    const limited = { role: "partner_admin", partnerId: alpha };
    const assigned = await make("Lim", { ...limited, organizationIds: [acme] });
    const elsewhere = await make("Else", { ...limited, organizationIds: [acme, other] });
    const customer = await make("Cus", { role: "organization_full_admin", organizationId: acme });
    const foreigner = await make("For", { role: "organization_full_admin", organizationId: foreign });
    const rival = await make("Riv", { role: "partner_full_admin", partnerId: beta });
    const vendors = await make("Ven", { role: "vendor_admin" });
    const token = { name: "ours", role: "partner_read_only", partnerId: alpha };
    const { id: ours } = await vendor("POST", "/v1/tokens", token);
    await vendor("DELETE", `/v1/tokens/${ours}`);
    const all = [full, assigned, elsewhere, customer, foreigner, rival, vendors, ours];
    const seenBy = async (who: string) => {
      const seen = (await eventsOf(who, "?max=1000")).map(({ subjectId }) => subjectId);
      return all.filter((id) => seen.includes(id));
    };
    expect(await seenBy(tokens.vendor_admin)).toEqual(all);
    expect(await seenBy(tokens.partner_full_admin)).toEqual([full, assigned, elsewhere, customer, ours]);
    expect(await seenBy(tokens.partner_admin)).toEqual([assigned, customer]);
    expect(await seenBy(tokens.beta_full_admin)).toEqual([foreigner, rival]);
    expect(await seenBy(tokens.organization_full_admin)).toEqual([customer]);
    expect(await seenBy(tokens.foreign_full_admin)).toEqual([foreigner]);
    const actions = (await about(tokens.partner_full_admin, ours)).map(({ action }) => action);
    expect(actions).toEqual(["revoke_token", "create_token"]);
  });

  test("of who was given another place each side reads its own part", async () => {
    const { tokens, alpha, beta, foreign } = here;
    const id = await make("Mover", { role: "partner_full_admin", partnerId: alpha });
    const move = { role: "organization_full_admin", organizationId: foreign };
    await vendor("PATCH", `/v1/administrators/${id}`, move);
    const [left, made] = await about(tokens.partner_full_admin, id);
    expect(left).toMatchObject({ before: { partnerId: alpha }, after: null });
    expect(made).toMatchObject({ before: null, after: { partnerId: alpha } });
    for (const token of [tokens.beta_full_admin, tokens.foreign_full_admin]) {
      const events = await about(token, id);
      expect(events).toMatchObject([{ before: null, after: { organizationId: foreign } }]);
      expect(JSON.stringify(events)).not.toContain(alpha);
    }
    const [whole] = await about(tokens.vendor_admin, id);
    expect(whole).toMatchObject({ before: { partnerId: alpha }, after: { organizationId: foreign } });
    await vendor("PATCH", `/v1/administrators/${id}`, { role: "partner_full_admin", partnerId: beta });
    const [gone] = await about(tokens.foreign_full_admin, id);
    expect(gone).toMatchObject({ before: { organizationId: foreign }, after: null });
  });
});

describe("the audit as CSV", () => {
  const readCsv = async (query: string) => {
    const answered = await send(here.server, here.tokens.vendor_admin, {
      method: "GET",
      path: `${PATH}${query}`,
      headers: { accept: "text/csv" },
    });
    accepted(answered);
    expect(answered.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    return answered;
  };

  test("says the same as JSON, in the same pages", async () => {
    const json = await eventsOf(here.tokens.vendor_admin, "?max=4");
    const { text, headers } = await readCsv("?max=4");
    const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: "\r\n" });
    expect(
      rows.map(({ sequence, subject, subjectId }) => ({ sequence: Number(sequence), subject, subjectId })),
    ).toEqual(json.map(({ sequence, subject, subjectId }) => ({ sequence, subject, subjectId })));
    expect(rows.map(({ after }) => (after ? JSON.parse(after) : null))).toEqual(
      json.map(({ after }) => after),
    );
    expect(headers.get("link")).toContain(`before=${json.at(-1)?.sequence}`);
    expect(headers.get("vary")).toContain("accept");
  });

  test("a name that a spreadsheet would run is text in it", async () => {
    const name = '=HYPERLINK("http://127.0.0.1","x")';
    const role = { role: "organization_full_admin", organizationId: here.acme };
    const body = { name, ...role };
    const made = accepted(
      await send(here.server, here.tokens.vendor_admin, { method: "POST", path: "/v1/tokens", body }),
    );
    const user = { displayName: "Zoe", email: "zoe@example.org" };
    const call = { method: "POST", path: `/v1/organizations/${here.acme}/users`, body: user };
    accepted(await send(here.server, made.token, call));
    const { text } = await readCsv("?max=1");
    const [row]: Record<string, string>[] = parse(text, { columns: true, record_delimiter: "\r\n" });
    expect(row).toMatchObject({ actorName: `'${name}`, actorKind: "token" });
  });

  test("JSON is answered to who does not ask for CSV by name", async () => {
    for (const accept of ["*/*", "application/json", "text/*", "text/csv;q=0"]) {
      const answered = await send(here.server, here.tokens.vendor_admin, {
        method: "GET",
        path: `${PATH}?max=1`,
        headers: { accept },
      });
      expect(accepted(answered).items, accept).toHaveLength(1);
    }
  });

  test("what belongs to no organization has empty cells where there is nothing", async () => {
    await make(here.server, "/v1/partners", { name: "Plain" });
    const { text } = await readCsv("?max=1");
    const [row]: Record<string, string>[] = parse(text, { columns: true, record_delimiter: "\r\n" });
    expect(row).toMatchObject({ before: "", subject: "partner", action: "create_partner" });
  });
});
