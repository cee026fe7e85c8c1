import { beforeAll, describe, expect, test } from "vitest";
import { startServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, get, send } from "../caller.ts";
import { INSIDERS, make, makeTenancy, STRANGERS, type Tenancy } from "../tenancy.ts";
import { EventReader, type ReadEvent } from "./event-reader.ts";

let here: Tenancy;
const readers: EventReader[] = [];

beforeAll(async () => {
  const store = await borrowStore("embedded");
  const server = await startServer(store, {}, { limits: { beatMs: 50, streamsOfOne: 100 } });
  server.startClock("2026-03-01T00:00:00Z");
  here = await makeTenancy(server);
  return async () => {
    for (const reader of readers) reader.close();
    await server.close();
    await store.close();
  };
});

async function open(token: string, headers: Record<string, string> = {}): Promise<EventReader> {
  const reader = await EventReader.open(here.server, token, headers);
  readers.push(reader);
  return reader;
}

/** The id of the event about an entry, as the audit has the entry. */
const idOf = async (sequence: number) => {
  const { items } = await get(
    here.server,
    VENDOR_TOKEN,
    `/v1/adminAudit/events?before=${sequence + 1}&max=1`,
  );
  return `${sequence}-${items[0].hash.slice(0, 12)}`;
};
const head = async () => (await get(here.server, null, "/readyz")).ledger as number;
const vendor = async (method: string, path: string, body?: object) =>
  accepted(await send(here.server, VENDOR_TOKEN, { method, path, ...(body && { body }) }));
const sequences = (events: readonly ReadEvent[]) => events.map(({ data }) => data.sequence);

/** Changes of every kind, in the subtree of Alpha, of Beta and of nobody. */
async function changeMuch(): Promise<void> {
  const { server, alpha, beta, acme, other, foreign, release, ann } = here;
  for (const id of [alpha, beta]) await vendor("PATCH", `/v1/partners/${id}`, { name: `Renamed ${id}` });
  for (const [index, id] of [acme, other, foreign].entries()) {
    await vendor("PATCH", `/v1/organizations/${id}`, { name: `Renamed ${id}` });
    const schedule = { cadence: "slow", deferralWeeks: (await head()) % 13 };
    await vendor("PUT", `/v1/organizations/${id}/release-settings`, { schedule });
    const user = { displayName: "New", email: `new-${index}@example.org` };
    const made = await make(server, `/v1/organizations/${id}/users`, user);
    await vendor("PUT", `/v1/users/${made}/release-settings`, { allowAutomaticUpgrades: true });
    await make(server, `/v1/organizations/${id}/forecast-links`);
    const scope = { role: "organization_read_only", organizationId: id };
    const token = await make(server, "/v1/tokens", { name: "Script", ...scope });
    await vendor("DELETE", `/v1/tokens/${token}`);
    const email = `p${await head()}@example.org`;
    await make(server, "/v1/administrators", { displayName: "Pat", email, ...scope });
  }
  const assigned = { role: "partner_admin", partnerId: alpha, organizationIds: [acme] };
  await make(server, "/v1/tokens", { name: "Assigned", ...assigned });
  await make(server, "/v1/tokens", { name: "Vendor's", role: "vendor_admin" });
  await vendor("PATCH", `/v1/users/${ann}`, { displayName: `Ann ${await head()}` });
  await vendor("PATCH", `/v1/releases/${release}`, { notes: `${await head()}` });
}

describe("a stream of events", () => {
  test("says where it begins, then each change as it happens, for no cache and no proxy to keep", async () => {
    const reader = await open(VENDOR_TOKEN);
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    expect(reader.events[0]).toMatchObject({ type: "ready", data: { sequence: await head() } });
    const path = `/v1/organizations/${here.acme}/release-settings`;
    await vendor("PUT", path, { schedule: { cadence: "latest", deferralWeeks: 3 } });
    const last = await head();
    expect((await reader.changesUpTo(last)).map(({ id, data }) => ({ id, data }))).toEqual([
      {
        id: await idOf(last),
        data: {
          sequence: last,
          at: expect.stringMatching(/^2026-03-01T00:00/),
          action: "change_organization_settings",
          subject: { kind: "organization_settings", id: here.acme },
          actor: { id: "configured-token", displayName: "SLUICE_VENDOR_TOKEN" },
          organizationId: here.acme,
        },
      },
    ]);
  });

  test("says who did what exactly of the entries that the audit shows to the same person", async () => {
    const start = await head();
    const who = [...INSIDERS, ...STRANGERS];
    const streams = await Promise.all(who.map((one) => open(here.tokens[one])));
    await changeMuch();
    const last = await head();
    for (const [index, one] of who.entries()) {
      const changes = (await streams[index]?.changesUpTo(last)) ?? [];
      const told = sequences(changes.filter(({ data }) => data.actor));
      if (one === "partner_help_desk") expect(told).toEqual([]);
      else {
        const { items } = await get(here.server, here.tokens[one], "/v1/adminAudit/events?max=1000");
        const audited = (items as { sequence: number }[]).map(({ sequence }) => sequence).reverse();
        expect(told, one).toEqual(audited.filter((sequence) => sequence > start));
      }
      const others = changes.filter(({ data }) => !data.actor).map(({ data }) => data.subject.kind);
      const seen = ["organization", "organization_settings", "partner", "release", "user", "user_settings"];
      const expected = one === "partner_help_desk" ? seen : one === "vendor_admin" ? [] : ["release"];
      expect([...new Set(others)].sort(), one).toEqual(expected);
    }
  });

  test("tells who comes back all that was missed, once and in order", async () => {
    const token = here.tokens.partner_full_admin;
    const whole = await open(token);
    const first = await open(token);
    await changeMuch();
    const seen = sequences(await first.changesUpTo(await head()));
    first.close();
    const from = seen[3];
    const place = await idOf(from);
    await changeMuch();
    const back = await open(token, { "last-event-id": place });
    await changeMuch();
    const last = await head();
    const all = sequences(await whole.changesUpTo(last));
    expect(sequences(await back.changesUpTo(last))).toEqual(all.filter((one) => one > from));
    // An older client has only the number.
    for (const named of [place, String(from)]) {
      const path = `/v1/events?after=${named}`;
      const query = new EventReader(here.server, { authorization: `Bearer ${token}` }, path);
      readers.push(query);
      expect(sequences(await query.changesUpTo(last))).toEqual(all.filter((one) => one > from));
    }
  });

  test("begins anew for who names an entry that the ledger has not, though it has one of that number", async () => {
    const last = await head();
    for (const sequence of [1, last - 1, last]) {
      const reader = await open(VENDOR_TOKEN, { "last-event-id": `${sequence}-${"0".repeat(12)}` });
      expect(reader.events).toMatchObject([{ type: "reset", data: { sequence: last } }]);
      const known = await open(VENDOR_TOKEN, { "last-event-id": await idOf(sequence) });
      expect(known.events.at(-1)).toMatchObject({ type: "ready", data: { sequence: last } });
    }
  });

  test.each(["999999999", "-1", "not a place", "1e3"])(
    "begins anew for who names the place %j, which there is not",
    async (place) => {
      const reader = await open(VENDOR_TOKEN, { "last-event-id": place });
      expect(reader.events).toMatchObject([{ type: "reset", data: { sequence: await head() } }]);
    },
  );

  test("gives a sign of life that carries the place, so that who hears nothing is not behind", async () => {
    const reader = await open(here.tokens.foreign_full_admin);
    await vendor("PATCH", `/v1/organizations/${here.acme}`, { name: "Acme again" });
    expect(await reader.changesUpTo(await head())).toEqual([]);
    expect(reader.comments).toContain(": beat");
  });

  test("of a stranger has nothing of a partner but signs of life, and a removed customer is told a last time", async () => {
    const stranger = await open(here.tokens.beta_full_admin);
    const partner = await open(here.tokens.partner_full_admin);
    const id = await make(here.server, "/v1/organizations", { name: "Short", partnerIds: [here.alpha] });
    await vendor("DELETE", `/v1/organizations/${id}`);
    const last = await head();
    const [made, removed] = await partner.changesUpTo(last);
    expect([made?.data, removed?.data]).toMatchObject([
      { action: "create_organization", actor: { id: null, displayName: "Cisco" } },
      { action: "delete_organization", subject: { kind: "organization", id } },
    ]);
    expect(removed?.data.actor).toBeUndefined();
    expect(await stranger.changesUpTo(last)).toEqual([]);
    expect(stranger.events.map(({ type }) => type)).toEqual(["ready"]);
  });
});

describe("what another one decides above", () => {
  test("is a refresh without a word about it, for who is governed by it, and nothing for others", async () => {
    const shared = await make(here.server, "/v1/organizations", {
      name: "Shared",
      partnerIds: [here.alpha, here.beta],
    });
    const scope = { role: "organization_read_only", organizationId: shared };
    const customer = (await vendor("POST", "/v1/tokens", { name: "Customer", ...scope })).token;
    const who = [
      customer,
      here.tokens.partner_full_admin,
      here.tokens.partner_admin,
      here.tokens.foreign_full_admin,
    ];
    const streams = await Promise.all([...who, here.tokens.organization_full_admin].map((one) => open(one)));
    const before = await head();
    const path = `/v1/partners/${here.beta}/release-settings`;
    await vendor("PUT", path, { schedule: { cadence: "slow", deferralWeeks: 1 } });
    const last = await head();
    expect(last).toBe(before + 1);
    const heard = [];
    for (const stream of streams) {
      await stream.changesUpTo(last);
      heard.push(stream.events.slice(1));
    }
    const refresh = [{ type: "refresh", id: await idOf(last), data: { sequence: last } }];
    // Beta serves Foreign; Alpha's assigned administrator and Acme have nothing to do with Beta.
    expect(heard).toEqual([refresh, refresh, [], refresh, []]);
    await vendor("DELETE", `/v1/organizations/${shared}`);
  });
});

describe("a change of very many things", () => {
  test("is one reset, for whom it concerns", async () => {
    const [concerned, assigned, stranger] = await Promise.all([
      open(here.tokens.partner_full_admin),
      open(here.tokens.partner_admin),
      open(here.tokens.beta_full_admin),
    ]);
    const lines = Array.from({ length: 1_001 }, (_, index) => `Import ${index},${here.alpha}`);
    const raw = ["name,partnerIds", ...lines].join("\n");
    const headers = { "content-type": "text/csv" };
    const path = "/v1/imports/organizations";
    accepted(await send(here.server, VENDOR_TOKEN, { method: "POST", path, raw, headers }));
    const last = await head();
    for (const reader of [concerned, assigned, stranger]) expect(await reader?.changesUpTo(last)).toEqual([]);
    expect(concerned?.events.slice(1)).toMatchObject([{ type: "reset", data: { sequence: last } }]);
    expect(assigned?.events.slice(1)).toEqual([]);
    expect(stranger?.events.slice(1)).toEqual([]);
  });
});
