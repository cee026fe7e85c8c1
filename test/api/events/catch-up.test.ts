import { beforeAll, describe, expect, test } from "vitest";
import { CatchUpTurns } from "../../../src/api/events/catch-up-turns.ts";
import { type ServedBy, sightOf } from "../../../src/ledger/sight.ts";
import { entriesForReader } from "../../../src/store/ledger/entries-for-reader.ts";
import { entriesAfter } from "../../../src/store/ledger/ledger-table.ts";
import { type Actor, levelOf, type Role } from "../../../src/tenancy/actor.ts";
import { startServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, send } from "../caller.ts";
import { sendImport } from "../imports/import-ground.ts";
import { INSIDERS, make, makeTenancy, STRANGERS, type Tenancy } from "../tenancy.ts";
import { EventReader } from "./event-reader.ts";

let here: Tenancy;
const readers: EventReader[] = [];

beforeAll(async () => {
  const store = await borrowStore("embedded");
  const server = await startServer(store, {}, { limits: { beatMs: 50, streamsOfOne: 100 } });
  here = await makeTenancy(server);
  await changeServing();
  return async () => {
    for (const reader of readers) reader.close();
    await server.close();
    await store.close();
  };
});

const vendor = async (method: string, path: string, body?: object) =>
  accepted(await send(here.server, VENDOR_TOKEN, { method, path, ...(body && { body }) }));
const head = () => here.server.context.fleet.sequence;

/** Changes of who serves whom, of people who move, of what is deleted: where before and after differ in who sees them. */
async function changeServing(): Promise<void> {
  const { server, alpha, beta, acme, foreign } = here;
  const gamma = await make(server, "/v1/partners", { name: "Gamma" });
  const moved = await make(server, "/v1/organizations", { name: "Moved", partnerIds: [alpha, gamma] });
  for (const partnerIds of [[beta], [alpha, beta], [gamma]]) {
    await vendor("PATCH", `/v1/organizations/${moved}`, { partnerIds });
    for (const id of [alpha, beta, gamma]) {
      const schedule = { cadence: "slow", deferralWeeks: head() % 13 };
      await vendor("PUT", `/v1/partners/${id}/release-settings`, { schedule });
    }
    const user = { displayName: "New", email: `new-${head()}@example.org` };
    await make(server, `/v1/organizations/${moved}/users`, user);
    await make(server, `/v1/organizations/${moved}/forecast-links`);
  }
  const scopes = [
    { role: "organization_read_only", organizationId: moved },
    { role: "organization_full_admin", organizationId: foreign },
    { role: "partner_read_only", partnerId: alpha },
    { role: "partner_admin", partnerId: alpha, organizationIds: [acme] },
    { role: "vendor_admin" },
  ];
  const stays = { displayName: "Vic", email: "vic-who-stays@example.org", role: "vendor_admin" };
  await make(server, "/v1/administrators", stays);
  const person = { displayName: "Pat", email: "pat-who-moves@example.org" };
  const pat = await make(server, "/v1/administrators", { ...person, ...scopes[0] });
  for (const scope of scopes) {
    await vendor("PATCH", `/v1/administrators/${pat}`, scope);
    const token = await make(server, "/v1/tokens", { name: "Script", ...scope });
    await vendor("DELETE", `/v1/tokens/${token}`);
  }
  await vendor("DELETE", `/v1/administrators/${pat}`);
  const gone = await make(server, "/v1/organizations", { name: "Gone", partnerIds: [alpha, beta] });
  await vendor("DELETE", `/v1/organizations/${gone}`);
  await vendor("PATCH", `/v1/releases/${here.release}`, { notes: "changed" });
}

/** Everybody who stands somewhere in the small installation. */
function actors(): readonly Actor[] {
  const { alpha, beta, acme, other, foreign } = here;
  const actor = (role: Role, scope: Partial<Actor> = {}): Actor => ({
    ...{ id: role, displayName: role, role, partnerId: null, organizationId: null, organizationIds: null },
    ...scope,
  });
  return [
    actor("vendor_admin"),
    ...[alpha, beta].flatMap((partnerId) => [
      actor("partner_full_admin", { partnerId }),
      actor("partner_read_only", { partnerId }),
      actor("partner_help_desk", { partnerId }),
      actor("partner_admin", { partnerId }),
      actor("partner_admin", { partnerId, organizationIds: [] }),
      actor("partner_admin", { partnerId, organizationIds: [acme, foreign] }),
      actor("partner_full_admin", { partnerId, organizationIds: [other, acme] }),
    ]),
    ...[acme, other, foreign].flatMap((organizationId) => [
      actor("organization_full_admin", { organizationId }),
      actor("organization_read_only", { organizationId }),
    ]),
  ];
}

/** The partners whose changes can concern a reader, as the streams say it. */
function partnersThatConcern({ partnerId, organizationId, organizationIds }: Actor): readonly string[] {
  const { fleet } = here.server.context;
  const served = organizationId === null ? (organizationIds ?? []) : [organizationId];
  const beside = partnerId === null ? [] : [partnerId, ...fleet.partnersBeside(partnerId)];
  return [...served.flatMap((id) => fleet.partnersServing(id)), ...beside];
}

describe("what the database gives a reader to catch up with", () => {
  test("has every entry that the reader may know anything of, in order, whoever reads and in what pieces", async () => {
    const { store, fleet } = here.server.context;
    const { database } = store;
    const all = await entriesAfter(database, 0, 100_000);
    expect(all.length).toBeGreaterThan(60);
    const serving: ServedBy = {
      partnersServing: (id) => fleet.partnersServing(id),
      partnersBeside: (id) => fleet.partnersBeside(id),
    };
    for (const actor of actors()) {
      const seen = all.filter((entry) => sightOf(actor, entry, serving) !== "nothing");
      const found: number[] = [];
      for (let after = 0; after < fleet.sequence; after += 17) {
        const reader = { actor, partnerIds: partnersThatConcern(actor) };
        const piece = await entriesForReader(database, reader, { after, until: after + 17 });
        found.push(...piece.map(({ sequence }) => sequence));
      }
      expect(found, actor.role).toEqual([...found].sort((a, b) => a - b));
      const left = seen.filter(({ sequence }) => !found.includes(sequence));
      expect(left, JSON.stringify(actor)).toEqual([]);
      if (levelOf(actor.role) !== "vendor") expect(found.length).toBeLessThan(all.length);
    }
  });

  test("leaves out what others' users are, however many", async () => {
    const { database } = here.server.context.store;
    const before = head();
    await importUsers(here.foreign, 200);
    const piece = { after: before, until: head() };
    for (const actor of actors().filter(({ role }) => role.startsWith("organization"))) {
      const reader = { actor, partnerIds: partnersThatConcern(actor) };
      const { length } = await entriesForReader(database, reader, piece);
      expect(length).toBe(actor.organizationId === here.foreign ? 200 : 0);
    }
  });
});

let entered = 0;

async function importUsers(organizationId: string, count: number): Promise<void> {
  const lines = Array.from({ length: count }, () => `${organizationId},N,n${entered++}@example.org`);
  const path = "users";
  accepted(await sendImport(here.server, VENDOR_TOKEN, path, ["organizationId,displayName,email", ...lines]));
}

async function openAfter(token: string, after: number): Promise<EventReader> {
  const reader = await EventReader.open(here.server, token, { "last-event-id": String(after) });
  readers.push(reader);
  return reader;
}

const told = ({ events }: EventReader) =>
  events.filter(({ type }) => type === "change").map(({ id, data }) => ({ id, data }));

describe("a stream that catches up", () => {
  test("tells each reader the changes that it would have told as they happened", async () => {
    const who = [...INSIDERS, ...STRANGERS];
    const start = head();
    const live = await Promise.all(who.map((one) => openAfter(here.tokens[one], start)));
    for (const id of [here.acme, here.other, here.foreign]) {
      const user = { displayName: "Late", email: `late-${head()}@example.org` };
      await make(here.server, `/v1/organizations/${id}/users`, user);
      await vendor("PATCH", `/v1/organizations/${id}`, { name: `Renamed ${head()}` });
    }
    await vendor("PATCH", `/v1/partners/${here.alpha}`, { name: `Alpha ${head()}` });
    await vendor("PATCH", `/v1/releases/${here.release}`, { notes: `${head()}` });
    const last = head();
    for (const [index, one] of who.entries()) {
      await live[index]?.changesUpTo(last);
      const back = await openAfter(here.tokens[one], start);
      expect(told(back), one).toEqual(told(live[index] as EventReader));
      expect(back.events.at(-1)).toMatchObject({ type: "ready", data: { sequence: last } });
    }
  });

  test("is told to read anew if more than a thousand changes concern it, and another is not held up by them", async () => {
    const start = head();
    for (let file = 0; file < 3; file++) await importUsers(here.acme, 400);
    await make(here.server, "/v1/partners", { name: "Last" });
    for (const one of ["vendor_admin", "partner_full_admin", "organization_read_only"] as const) {
      const reader = await openAfter(here.tokens[one], start);
      expect(reader.events.at(-1), one).toMatchObject({ type: "reset", data: { sequence: head() } });
      expect(told(reader).length, one).toBeLessThanOrEqual(1_000);
    }
    for (const one of ["foreign_full_admin", "beta_full_admin", "alpha_admin_elsewhere"] as const) {
      const reader = await openAfter(here.tokens[one], start);
      expect(reader.events, one).toMatchObject([{ type: "ready", data: { sequence: head() } }]);
    }
  });
});

describe("catching up is done in turn", () => {
  const actor = (id: string, organizationId: string): Actor => ({
    ...{ id, displayName: id, role: "organization_read_only", organizationId },
    ...{ partnerId: null, organizationIds: null },
  });

  /** Begins as many as are asked for; gives how many have begun once nothing more begins, and lets them end. */
  async function countBegun(all: readonly Actor[]) {
    const turns = new CatchUpTurns();
    const ends: (() => void)[] = [];
    let ended = 0;
    const work = () =>
      new Promise<void>((resolve) => {
        ends.push(resolve);
      });
    const runs = all.map((one) => turns.run(one, work).then(() => ended++));
    const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
    await settle();
    const begun = ends.length;
    while (ended < all.length) {
      for (const end of ends.splice(0)) end();
      await settle();
    }
    await Promise.all(runs);
    return begun;
  }

  test.each([
    ["one of a caller", [actor("a", "x"), actor("a", "x"), actor("a", "x")], 1],
    ["two of a customer", [actor("a", "x"), actor("b", "x"), actor("c", "x")], 2],
    ["two of each customer", [actor("a", "x"), actor("b", "y"), actor("c", "y"), actor("c", "x")], 3],
    ["four in all", ["p", "q", "r", "s", "t", "u"].map((id) => actor(id, id)), 4],
  ] as const)("%s at once, and each has its turn", async (_, all, begun) => {
    expect(await countBegun(all)).toBe(begun);
  });

  test("one that fails gives its turn to the next", async () => {
    const turns = new CatchUpTurns();
    const fail = () => Promise.reject(new Error("away"));
    for (let time = 0; time < 6; time++) {
      await expect(turns.run(actor("a", "x"), fail)).rejects.toThrow("away");
    }
    expect(await turns.run(actor("a", "x"), async () => "done")).toBe("done");
  });
});
