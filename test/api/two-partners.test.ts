import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { atDepth, SEED } from "../support/depth.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { type Answered, accepted, get, send } from "./caller.ts";
import { EventReader } from "./events/event-reader.ts";
import { make } from "./tenancy.ts";

/** Somebody of one place; the name begins with the mark of the place, which only some may read. */
interface Person {
  readonly name: string;
  readonly id: string;
  readonly token: string;
  readonly role: string;
  readonly place: string;
}

/** What shows by whom something was done, set or made. */
interface ShownBy {
  readonly id: string | null;
  readonly displayName: string;
}

let server: TestServer;
let alpha: string;
let beta: string;
let shared: string;
let ann: string;
let people: readonly Person[];
let streams: ReadonlyMap<Person, EventReader>;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store, {}, { limits: { beatMs: 50 } });
  server.startClock("2026-03-01T00:00:00Z");
  alpha = await make(server, "/v1/partners", { name: "Alpha" });
  beta = await make(server, "/v1/partners", { name: "Beta" });
  shared = await make(server, "/v1/organizations", { name: "Shared", partnerIds: [alpha, beta] });
  const user = { displayName: "Ann", email: "ann@example.org" };
  ann = await make(server, `/v1/organizations/${shared}/users`, user);
  const released = { version: "45.1", automaticAt: "2026-01-06", state: "published" };
  await make(server, "/v1/releases", released);
  people = await makePeople();
  streams = new Map(
    await Promise.all(people.map(async (one) => [one, await EventReader.open(server, one.token)] as const)),
  );
  return async () => {
    for (const stream of streams.values()) stream.close();
    await server.close();
    await store.close();
  };
});

async function makePeople(): Promise<readonly Person[]> {
  const scopes = [
    ["vendor_admin", "Vendor", {}],
    ...[["Alpha", alpha] as const, ["Beta", beta] as const].flatMap(([place, partnerId]) => [
      ["partner_full_admin", place, { partnerId }] as const,
      ["partner_admin", place, { partnerId, organizationIds: [shared] }] as const,
      ["partner_help_desk", place, { partnerId }] as const,
    ]),
    ["organization_full_admin", "Shared", { organizationId: shared }],
    ["organization_read_only", "Shared", { organizationId: shared }],
  ] as const;
  return Promise.all(
    scopes.map(async ([role, place, scope]) => {
      const name = `Mark${place} ${role}`;
      const call = { method: "POST", path: "/v1/tokens", body: { name, role, ...scope } };
      const { id, token } = accepted(await send(server, VENDOR_TOKEN, call));
      return { name, id, token, role, place };
    }),
  );
}

/** Whether a viewer may know the people of a place. */
function knows(viewer: Person, place: string): boolean {
  return (
    viewer.place === "Vendor" || viewer.place === place || (place === "Shared" && viewer.place !== "Vendor")
  );
}

const schedule = (weeks: number) => ({ cadence: "slow", deferralWeeks: weeks });
const DEEDS: readonly ((actor: Person, weeks: number) => Promise<Answered>)[] = [
  (actor, weeks) => put(actor, `/v1/organizations/${shared}/release-settings`, { schedule: schedule(weeks) }),
  (actor, weeks) => put(actor, `/v1/partners/${alpha}/release-settings`, own(weeks)),
  (actor, weeks) => put(actor, `/v1/partners/${beta}/release-settings`, own(weeks)),
  (actor, weeks) =>
    put(actor, `/v1/users/${ann}/release-settings`, { allowAutomaticUpgrades: weeks % 2 === 0 }),
  (actor, weeks) =>
    send(server, actor.token, {
      method: "PATCH",
      path: `/v1/users/${ann}`,
      body: { displayName: `Ann ${weeks}` },
    }),
  (actor) =>
    send(server, actor.token, { method: "POST", path: `/v1/organizations/${shared}/forecast-links` }),
  (actor, weeks) => {
    const toPartnerId = weeks % 2 === 0 ? alpha : beta;
    const body = { toPartnerId, schedule: schedule(weeks), note: "Shall we?" };
    const path = `/v1/organizations/${shared}/schedule-requests`;
    return send(server, actor.token, { method: "POST", path, body });
  },
  (actor) => {
    const body = { name: "Script", role: "organization_read_only", organizationId: shared };
    return send(server, actor.token, { method: "POST", path: "/v1/tokens", body });
  },
  (actor) =>
    send(server, actor.token, { method: "DELETE", path: `/v1/organizations/${shared}/release-settings` }),
];

/** Everybody tries two deeds that somebody of each place may do: whoever is drawn, nobody's place is left out. */
function everybody(): [who: number, what: number, weeks: number][] {
  return people.flatMap((_, who) => [3, 5].map((what): [number, number, number] => [who, what, 2]));
}

function own(weeks: number) {
  return { schedule: schedule(weeks), allowCustomerOverride: true };
}

function put(actor: Person, path: string, body: object): Promise<Answered> {
  return send(server, actor.token, { method: "PUT", path, body });
}

/** Every answer in which somebody may be named, as text with its headers. */
async function readAll(viewer: Person): Promise<readonly Answered[]> {
  const explain = `/v1/organizations/${shared}/explain?platform=win&arch=x64&version=44.1&user=${ann}`;
  const year = `/v1/organizations/${shared}/year?platform=win&arch=x64`;
  const paths = [
    ...[
      "/v1/adminAudit/events?max=1000",
      `/v1/adminAudit/events?orgId=${shared}`,
      explain,
      year,
      "/v1/tokens",
    ],
    ...[`/v1/organizations/${shared}/release-settings`, `/v1/organizations/${shared}/forecast-links`],
    ...["/v1/schedule-requests", `/v1/organizations/${shared}/schedule-requests`],
    ...[`/v1/partners/${alpha}/release-settings`, `/v1/partners/${beta}/release-settings`, "/v1/conflicts"],
    ...[`/v1/users/${ann}/release-settings`, "/v1/administrators", "/v1/organizations", "/v1/search?q=Mark"],
  ];
  const csv = { method: "GET", path: "/v1/adminAudit/events", headers: { accept: "text/csv" } };
  const stale = { schedule: schedule(12), allowCustomerOverride: true };
  const matched = [`/v1/organizations/${shared}/release-settings`, `/v1/users/${ann}/release-settings`].map(
    (path) => ({
      method: "PUT",
      path,
      body: path.includes("users") ? { allowAutomaticUpgrades: true } : stale,
      headers: { "if-match": '"1"' },
    }),
  );
  const calls = [...paths.map((path) => ({ method: "GET", path })), csv, ...matched];
  return Promise.all(calls.map((call) => send(server, viewer.token, call)));
}

/** What the ledger holds: who made each entry, as the vendor reads it. */
async function makersOf(): Promise<ReadonlyMap<number, string>> {
  const { items } = await get(server, VENDOR_TOKEN, "/v1/adminAudit/events?max=1000");
  return new Map(
    items.map((one: { sequence: number; actor: ShownBy }) => [one.sequence, one.actor.displayName]),
  );
}

async function expectOnlyKnown(viewer: Person): Promise<void> {
  const strangers = people.filter(({ place }) => !knows(viewer, place));
  const answers = await readAll(viewer);
  for (const { text, headers } of answers) {
    const told = text + JSON.stringify([...headers]);
    for (const { name, id } of strangers) {
      expect(told.includes(name) || told.includes(id), `${viewer.name} is told of ${name}: ${text}`).toBe(
        false,
      );
    }
  }
}

/** The places at which the viewer is told who made an entry, which must all tell the same. */
async function expectAgreement(viewer: Person, makers: ReadonlyMap<number, string>): Promise<void> {
  const shownAs = new Map<number, string>();
  const take = (sequence: number, { displayName, id }: ShownBy) => {
    const before = shownAs.get(sequence);
    const now = JSON.stringify([displayName, id]);
    expect(before ?? now, `${viewer.name}, entry ${sequence}`).toBe(now);
    shownAs.set(sequence, now);
    const maker = people.find(({ name }) => name === makers.get(sequence));
    if (maker) expect(id, viewer.name).toBe(knows(viewer, maker.place) ? maker.id : null);
    if (maker && id === null) expect(displayName).toBe(maker.place === "Vendor" ? "Cisco" : maker.place);
  };
  const audit = await send(server, viewer.token, { method: "GET", path: "/v1/adminAudit/events?max=1000" });
  if (audit.status === 200) for (const { sequence, actor } of audit.json.items) take(sequence, actor);
  const path = `/v1/organizations/${shared}/explain?platform=win&arch=x64&version=44.1&user=${ann}`;
  for (const step of (await get(server, viewer.token, path)).trace) {
    for (const { sequence, actor } of step.entries) take(sequence, actor);
  }
  for (const { type, data } of streams.get(viewer)?.events ?? []) {
    if (type === "change" && data.actor) take(data.sequence, data.actor);
  }
}

describe("of an organization with two partners", () => {
  test(`nobody is told a person of the other partner or of the vendor, in any answer, and all answers agree (seed ${SEED})`, async () => {
    const deeds = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat({ max: 12 })), {
      minLength: 12,
      maxLength: 12,
    });
    const done = new Set<string>();
    await fc.assert(
      fc.asyncProperty(deeds, async (drawn) => {
        for (const [who, what, weeks] of drawn) {
          const actor = people[who % people.length] as Person;
          const deed = DEEDS[what % DEEDS.length];
          const answered = await deed?.(actor, weeks);
          if (answered && answered.status < 300) done.add(actor.name);
        }
        const makers = await makersOf();
        for (const viewer of people) {
          await expectOnlyKnown(viewer);
          await expectAgreement(viewer, makers);
        }
      }),
      { seed: SEED, numRuns: atDepth({ gate: 4, soak: 41 }), endOnFailure: true, examples: [[everybody()]] },
    );
    for (const place of ["Vendor", "Alpha", "Beta", "Shared"]) {
      expect(
        [...done].some((name) => name.startsWith(`Mark${place}`)),
        place,
      ).toBe(true);
    }
    const told = [...streams].map(([viewer, { events }]) => [viewer, JSON.stringify(events)] as const);
    for (const [viewer, text] of told) {
      const strangers = people.filter(({ place }) => !knows(viewer, place));
      for (const { name, id } of strangers)
        expect(text.includes(name) || text.includes(id), `${viewer.name}, ${name}`).toBe(false);
    }
  });
});
