import { beforeAll, describe, expect, test } from "vitest";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { DEFAULT_QUOTAS } from "../../src/tenancy/quota.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { type Answered, accepted, get, send } from "./caller.ts";
import { EventReader } from "./events/event-reader.ts";
import { make, makeToken } from "./tenancy.ts";

let server: TestServer;
let alpha: string;
let beta: string;
let gamma: string;
let byAlpha: string;
let byBeta: string;
let byGamma: string;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(
    store,
    { quotas: { ...DEFAULT_QUOTAS, partner_schedule_requests: 6 } },
    { limits: { beatMs: 50 } },
  );
  server.startClock("2026-03-01T00:00:00Z");
  alpha = await make(server, "/v1/partners", { name: "Alpha" });
  beta = await make(server, "/v1/partners", { name: "Beta" });
  gamma = await make(server, "/v1/partners", { name: "Gamma" });
  [byAlpha = "", byBeta = "", byGamma = ""] = await Promise.all(
    [alpha, beta, gamma].map((partnerId) => makeToken(server, "partner_full_admin", { partnerId })),
  );
  await make(server, "/v1/releases", { version: "45.1", automaticAt: "2026-01-06", state: "published" });
  return async () => {
    await server.close();
    await store.close();
  };
});

const LATEST_2 = { cadence: "latest", deferralWeeks: 2 };
const SLOW_8 = { cadence: "slow", deferralWeeks: 8 };

function post(token: string, path: string, body: object = {}): Promise<Answered> {
  return send(server, token, { method: "POST", path, body });
}

function put(token: string, path: string, body: object): Promise<Answered> {
  return send(server, token, { method: "PUT", path, body });
}

const settingsPath = (id: string) => `/v1/organizations/${id}/release-settings`;
const requestsPath = (id: string) => `/v1/organizations/${id}/schedule-requests`;

/** A new organization for which Alpha sets latest, 2 weeks, and Beta slow, 8 weeks. */
async function inConflict(partnerIds = [alpha, beta]): Promise<string> {
  const id = await make(server, "/v1/organizations", { name: "Shared", partnerIds });
  accepted(await put(byAlpha, settingsPath(id), { schedule: LATEST_2 }));
  accepted(await put(byBeta, settingsPath(id), { schedule: SLOW_8 }));
  return id;
}

async function ask(id: string, change: object = {}) {
  return accepted(
    await post(byAlpha, requestsPath(id), { toPartnerId: beta, schedule: LATEST_2, ...change }),
  );
}

function expectCode(answered: Answered, code: string): void {
  expect([answered.status, answered.json.errors?.[0]?.code], answered.text).toEqual([409, code]);
}

async function stateOf(token: string, id: string): Promise<readonly string[]> {
  const { items } = await get(server, token, requestsPath(id));
  return items.map(({ state }: { state: string }) => state);
}

describe("a request to another partner (R10)", () => {
  test("is seen by both sides, accepted as the ordinary save, and ends the conflict as its previews say", async () => {
    const id = await inConflict();
    const body = { toPartnerId: beta, schedule: LATEST_2, note: "<b>Same</b> {as} us?" };
    const foreseen = accepted(await post(byAlpha, `${requestsPath(id)}/preview`, body));
    expect(foreseen.conflicts).toEqual({ appear: 0, end: 1 });
    const made = accepted(await post(byAlpha, requestsPath(id), body));
    expect(made).toMatchObject({
      from: { partnerName: "Alpha" },
      to: { partnerName: "Beta" },
      note: "<b>Same</b> {as} us?",
      state: "open",
      mayAnswer: ["withdrawn"],
    });
    const seen = (await get(server, byBeta, "/v1/schedule-requests?state=open")).items.find(
      (one: { id: string }) => one.id === made.id,
    );
    expect(seen).toMatchObject({
      mayAnswer: ["accepted", "declined"],
      createdBy: { id: null, displayName: "Alpha" },
    });
    const before = accepted(await post(byBeta, `${settingsPath(id)}/preview`, { schedule: LATEST_2 }));
    expect(before.groups[0].to).toEqual(foreseen.groups[0].to);
    const done = accepted(await post(byBeta, `/v1/schedule-requests/${made.id}/accept`));
    expect(done).toMatchObject({ state: "accepted", mayAnswer: [], answer: { kind: "accepted" } });
    const settings = await get(server, byAlpha, settingsPath(id));
    expect(settings).toMatchObject({ schedule: LATEST_2 });
    expect(settings.conflict).toBeUndefined();
    const { items } = await get(server, byAlpha, `/v1/adminAudit/events?orgId=${id}&max=3`);
    expect(items.map((one: { action: string; subject: string }) => [one.action, one.subject])).toEqual([
      ["accept_schedule_request", "schedule_request"],
      ["accept_schedule_request", "organization_settings"],
      ["ask_for_schedule", "schedule_request"],
    ]);
  });

  test("with another schedule sets it for the side that asks in the same change", async () => {
    const id = await inConflict();
    const schedule = { cadence: "latest", deferralWeeks: 4 };
    await ask(id, { schedule });
    const { items } = await get(server, byAlpha, `/v1/conflicts?organizationId=${id}`);
    expect(items[0].sides.find((one: { partnerId: string }) => one.partnerId === alpha)).toMatchObject({
      schedule,
    });
  });

  test("is refused where there is nothing to ask, or nobody who could accept", async () => {
    const id = await inConflict();
    const to = (toPartnerId: string, schedule: object = LATEST_2) =>
      post(byAlpha, requestsPath(id), { toPartnerId, schedule });
    expectCode(await to(gamma), "no_conflict");
    expectCode(await to(alpha), "no_conflict");
    expectCode(await to(beta, SLOW_8), "already_said");
    await ask(id);
    expectCode(await to(beta), "request_open");
    expect(await stateOf(byAlpha, id)).toEqual(["open"]);
    const toggled = await inConflict();
    const features = (on: readonly string[]) =>
      send(server, VENDOR_TOKEN, { method: "PATCH", path: `/v1/partners/${beta}`, body: { features: on } });
    accepted(await features([]));
    expectCode(
      await post(byAlpha, requestsPath(toggled), { toPartnerId: beta, schedule: LATEST_2 }),
      "partner_cannot_answer",
    );
    expect(await stateOf(byAlpha, id)).toEqual(["overtaken"]);
    accepted(await features(["atlas-webex-release-management"]));
    expect(await stateOf(byAlpha, id)).toEqual(["open"]);
  });

  test("has a note of one line without hidden characters, of at most 200 characters", async () => {
    const id = await inConflict();
    for (const note of ["", "x".repeat(201), "a\u202eb", "a\nb", "\u0000"]) {
      const answered = await post(byAlpha, requestsPath(id), { toPartnerId: beta, schedule: LATEST_2, note });
      expect([answered.status, answered.json.errors[0].code], JSON.stringify(note)).toEqual([
        400,
        "invalid_field",
      ]);
    }
  });

  test("of which two answers race has one of them, and the other is refused", async () => {
    const id = await inConflict();
    const { id: request } = await ask(id);
    const answers = await Promise.all([
      post(byBeta, `/v1/schedule-requests/${request}/accept`),
      post(byAlpha, `/v1/schedule-requests/${request}/withdraw`),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [accept] = answers;
    const { conflict } = await get(server, byAlpha, settingsPath(id));
    expect(conflict === undefined).toBe(accept?.status === 200);
    expect(await stateOf(byBeta, id)).toEqual([accept?.status === 200 ? "accepted" : "withdrawn"]);
  });

  test("is overtaken by a save of either side, cannot be accepted then, and can be declined", async () => {
    const id = await inConflict();
    const { id: request } = await ask(id);
    accepted(await put(byAlpha, settingsPath(id), { schedule: { cadence: "latest", deferralWeeks: 1 } }));
    expectCode(await post(byBeta, `/v1/schedule-requests/${request}/accept`), "request_not_open");
    const declined = accepted(
      await post(byBeta, `/v1/schedule-requests/${request}/decline`, { note: "It changed." }),
    );
    expect(declined).toMatchObject({ state: "declined", answer: { note: "It changed." } });
    expectCode(await post(byBeta, `/v1/schedule-requests/${request}/decline`, {}), "request_answered");
    expect((await get(server, byAlpha, settingsPath(id))).conflict).toBeDefined();
  });

  test("is the business of the two partners, the customer and the vendor alone", async () => {
    const id = await inConflict([alpha, beta, gamma]);
    const { id: request } = await ask(id);
    const customer = await makeToken(server, "organization_full_admin", { organizationId: id });
    const elsewhere = await makeToken(server, "partner_admin", {
      partnerId: beta,
      organizationIds: [await inConflict()],
    });
    const seen = async (token: string) => {
      const { items } = await get(server, token, "/v1/schedule-requests");
      return items.some((one: { id: string }) => one.id === request);
    };
    expect(await Promise.all([byAlpha, byBeta, customer, VENDOR_TOKEN].map(seen))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(await Promise.all([byGamma, elsewhere].map(seen))).toEqual([false, false]);
    expect(await stateOf(byGamma, id)).toEqual([]);
    for (const token of [byGamma, elsewhere]) {
      expect((await post(token, `/v1/schedule-requests/${request}/accept`)).status).toBe(404);
    }
    const refused = await post(customer, `/v1/schedule-requests/${request}/accept`);
    expect([refused.status, refused.json.errors[0].code]).toEqual([403, "not_allowed"]);
    expect(JSON.stringify(await get(server, customer, requestsPath(id)))).not.toContain("token of");
  });

  test("is told to both sides as it happens", async () => {
    const id = await inConflict();
    const stream = await EventReader.open(server, byBeta);
    const { id: request } = await ask(id);
    const told = await stream.until((event) => JSON.stringify(event).includes(request));
    expect(JSON.stringify(told)).toContain("ask_for_schedule");
    stream.close();
  });

  test("is told to no other partner of the organization: not in the audit, its counts, its undo or streams", async () => {
    const id = await inConflict([alpha, beta, gamma]);
    const stream = await EventReader.open(server, byGamma);
    const { id: request } = await ask(id, { note: "Gamma must not read this" });
    accepted(await post(byBeta, `/v1/schedule-requests/${request}/decline`, { note: "Nor this" }));
    accepted(await put(byGamma, settingsPath(id), { schedule: SLOW_8 }));
    expect(JSON.stringify(await stream.changesUpTo(server.context.fleet.sequence))).not.toContain(request);
    stream.close();
    const entriesOf = async (token: string, query: string) =>
      (await get(server, token, `/v1/adminAudit/events?${query}`)).items.filter(
        (one: { subjectId: string }) => one.subjectId === request,
      );
    for (const query of [`orgId=${id}`, "max=200", "subject=schedule_request", "together=folded"]) {
      expect(await entriesOf(byBeta, query), query).not.toEqual([]);
      expect(await entriesOf(byGamma, query), query).toEqual([]);
    }
    const [{ sequence }] = await entriesOf(byBeta, `orgId=${id}`);
    const path = `/v1/adminAudit/events/${sequence}/undo`;
    expect((await send(server, byBeta, { method: "GET", path })).status).toBe(200);
    expect((await send(server, byGamma, { method: "GET", path })).status).toBe(404);
  });

  test("counts against the quota of its partner until it is answered", async () => {
    const open = (await get(server, byAlpha, "/v1/schedule-requests?max=1000")).items.filter(
      ({ answer }: { answer?: object }) => !answer,
    );
    for (let left = 6 - open.length; left > 0; left--) await ask(await inConflict());
    const one = await inConflict();
    const body = { toPartnerId: beta, schedule: LATEST_2 };
    expect((await post(byAlpha, requestsPath(one), body)).status).toBe(429);
    const [first] = (await get(server, byAlpha, "/v1/schedule-requests?state=open")).items;
    accepted(await post(byAlpha, `/v1/schedule-requests/${first.id}/withdraw`));
    await ask(one);
  });

  test("goes with its organization, and with a partner that goes", async () => {
    const delta = await make(server, "/v1/partners", { name: "Delta" });
    const byDelta = await makeToken(server, "partner_full_admin", { partnerId: delta });
    const id = await make(server, "/v1/organizations", { name: "Left", partnerIds: [delta, beta] });
    accepted(await put(byDelta, settingsPath(id), { schedule: LATEST_2 }));
    accepted(await put(byBeta, settingsPath(id), { schedule: SLOW_8 }));
    const made = accepted(await post(byDelta, requestsPath(id), { toPartnerId: beta, schedule: LATEST_2 }));
    const leave = { method: "PATCH", path: `/v1/organizations/${id}`, body: { partnerIds: [beta] } };
    accepted(await send(server, VENDOR_TOKEN, leave));
    expect(await stateOf(byBeta, id)).toEqual(["overtaken"]);
    expect((await get(server, byDelta, "/v1/schedule-requests")).items).toEqual([]);
    accepted(await send(server, VENDOR_TOKEN, { method: "DELETE", path: `/v1/partners/${delta}` }));
    expect(await stateOf(byBeta, id)).toEqual([]);
    const other = await inConflict();
    const { items } = await get(server, byAlpha, "/v1/schedule-requests?state=open");
    if (items[0]) accepted(await post(byAlpha, `/v1/schedule-requests/${items[0].id}/withdraw`));
    await ask(other);
    accepted(await send(server, VENDOR_TOKEN, { method: "DELETE", path: `/v1/organizations/${other}` }));
    const answered = await post(byBeta, `/v1/schedule-requests/${made.id}/decline`, {});
    expect(answered.status).toBe(404);
    expect((await verifyLedger(server.context.store)).findings).toEqual([]);
  });
});
