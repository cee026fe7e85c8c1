import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { EventStream } from "../../../src/api/events/event-stream.ts";
import type { Limits } from "../../../src/serving/limits.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import type { Actor } from "../../../src/tenancy/actor.ts";
import { createDatabase } from "../../support/databases.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, expectRefusal, send } from "../caller.ts";
import { enterAndSignIn, PASSWORD, setPassword } from "../people/sign-in.ts";
import { make } from "../tenancy.ts";
import { EventReader } from "./event-reader.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(limits: Partial<Limits> = {}, store?: Store): Promise<TestServer> {
  const own = store ?? (await borrowStore("embedded"));
  const server = await startServer(own, {}, { limits });
  ends.push(
    () => own.close(),
    () => server.close(),
  );
  return server;
}

async function open(server: TestServer, token: string): Promise<EventReader> {
  const reader = await EventReader.open(server, token);
  ends.push(() => reader.close());
  return reader;
}

const VENDOR: Actor = {
  id: "vera",
  displayName: "Vera",
  role: "vendor_admin" as const,
  partnerId: null,
  organizationId: null,
  organizationIds: null,
};
const vendor = async (server: TestServer, method: string, path: string, body?: object) =>
  accepted(await send(server, VENDOR_TOKEN, { method, path, ...(body && { body }) }));

async function expectSignedOut(reader: EventReader): Promise<void> {
  await reader.untilOver();
  expect(reader.events.at(-1)?.type).toBe("signed_out");
}

describe("a stream ends with signed_out", () => {
  let usual: TestServer;
  let often: TestServer;
  beforeAll(async () => {
    const stores = [await borrowStore("embedded"), await borrowStore("embedded")] as const;
    usual = await startServer(stores[0]);
    often = await startServer(stores[1], {}, { limits: { lookMs: 20 } });
    return async () => {
      for (const server of [usual, often]) await server.close();
      for (const store of stores) await store.close();
    };
  });

  test("when its session signs out, at once, and the person's other session goes on", async () => {
    const server = usual;
    const { token, email } = await enterAndSignIn(server);
    const body = { email, password: PASSWORD };
    const other = accepted(await send(server, null, { method: "POST", path: "/v1/sessions", body }));
    const [reader, goesOn] = [await open(server, token), await open(server, other.token)];
    accepted(await send(server, token, { method: "DELETE", path: "/v1/sessions/current" }));
    await expectSignedOut(reader);
    expect(goesOn.isOver).toBe(false);
  });

  test("when the password is changed, and when the person is disabled, removed or given another role", async () => {
    const server = usual;
    const changes = [
      async (token: string) => {
        accepted(await setPassword(server, token, PASSWORD, `${PASSWORD} anew`));
      },
      (_: string, id: string) => vendor(server, "PATCH", `/v1/administrators/${id}`, { disabled: true }),
      (_: string, id: string) => vendor(server, "DELETE", `/v1/administrators/${id}`),
      async (_: string, id: string) => {
        const partnerId = await make(server, "/v1/partners", { name: "Alpha" });
        const body = { role: "partner_read_only", partnerId };
        await vendor(server, "PATCH", `/v1/administrators/${id}`, body);
      },
    ];
    for (const change of changes) {
      const { token, id } = await enterAndSignIn(server);
      const reader = await open(server, token);
      await change(token, id);
      await expectSignedOut(reader);
    }
  });

  test("not when the person is only renamed", async () => {
    const server = often;
    const { token, id } = await enterAndSignIn(server);
    const reader = await open(server, token);
    await vendor(server, "PATCH", `/v1/administrators/${id}`, { displayName: "Olga the second" });
    await reader.until(({ data }) => data.action === "change_administrator");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(reader.isOver).toBe(false);
  });

  test("when the token is revoked, and says nothing of what comes after", async () => {
    const server = usual;
    const made = await vendor(server, "POST", "/v1/tokens", { name: "Script", role: "vendor_admin" });
    const reader = await open(server, made.token);
    await vendor(server, "DELETE", `/v1/tokens/${made.id}`);
    await make(server, "/v1/partners", { name: "Alpha" });
    await expectSignedOut(reader);
    expect(reader.events.map(({ type }) => type)).toEqual(["ready", "signed_out"]);
  });

  test("when the token expires, and when nobody has used the session for long", async () => {
    const server = await start({ lookMs: 20 });
    server.setClock("2026-03-01T00:00:00Z");
    const token = { name: "Script", role: "vendor_admin", expiresAt: "2026-03-01T01:00:00Z" };
    const made = await vendor(server, "POST", "/v1/tokens", token);
    const { token: session } = await enterAndSignIn(server);
    const [byToken, bySession] = [await open(server, made.token), await open(server, session)];
    server.setClock("2026-03-01T01:00:00Z");
    await expectSignedOut(byToken);
    expect(bySession.isOver).toBe(false);
    server.setClock("2026-03-01T09:00:00Z");
    await expectSignedOut(bySession);
  });
});

describe("streams are bounded", () => {
  test("for one person, who is told to close one", async () => {
    const server = await start({ streamsOfOne: 2 });
    const [first] = [await open(server, VENDOR_TOKEN), await open(server, VENDOR_TOKEN)];
    const call = { method: "GET", path: "/v1/events", isEndless: true } as const;
    const refused = await send(server, VENDOR_TOKEN, call);
    expectRefusal(refused, 429, "streams_of_one_exceeded");
    expect(refused.headers.get("retry-after")).toBe("15");
    first?.close();
    await vi.waitFor(async () => expect((await send(server, VENDOR_TOKEN, call)).status).toBe(200), {
      timeout: 20_000,
    });
  });

  test("for the server, which tells when to come back, and counts them", async () => {
    const server = await start({ streams: 1 });
    await open(server, VENDOR_TOKEN);
    const refused = await send(server, VENDOR_TOKEN, { method: "GET", path: "/v1/events" });
    expectRefusal(refused, 503, "streams_exceeded");
    expect(refused.headers.get("retry-after")).toBe("15");
    const metrics = await send(server, null, { method: "GET", path: "/metrics" });
    expect(metrics.text).toMatch(/^sluice_event_streams 1$/m);
  });

  test("in what waits for a reader that does not read: it loses the connection", () => {
    const stream = new EventStream({ actor: VENDOR, session: null, sponsorIds: [] }, 2_000);
    let told = 0;
    const next = () => ({ sequence: ++told, hash: "f".repeat(64) });
    while (!stream.body.destroyed && told < 1_000) stream.sendReached("refresh", next());
    expect(told).toBeGreaterThan(20);
    expect(told).toBeLessThan(100);
  });

  test("to nobody who only asks with HEAD", async () => {
    const server = await start();
    const headed = await send(server, VENDOR_TOKEN, { method: "HEAD", path: "/v1/events" });
    expect(headed.status).toBe(200);
    const metrics = await send(server, null, { method: "GET", path: "/metrics" });
    expect(metrics.text).toMatch(/^sluice_event_streams 0$/m);
  });
});

test("a server that stops ends its streams at once", async () => {
  const store = await borrowStore("embedded");
  const server = await startServer(store);
  const reader = await EventReader.open(server, VENDOR_TOKEN);
  const before = Date.now();
  await server.close();
  await reader.untilOver();
  expect(Date.now() - before).toBeLessThan(2_000);
  await store.close();
});

test("what one server accepts is told by another over the same database, once", async () => {
  const databaseUrl = await createDatabase();
  const servers: TestServer[] = [];
  for (let made = 0; made < 2; made++) {
    const opened = await openStore({ databaseUrl, dataDirectory: "unused" });
    if (!opened.ok) throw new Error(opened.error.message);
    servers.push(await start({}, opened.value));
  }
  const [one, other] = servers as [TestServer, TestServer];
  const reader = await open(other, VENDOR_TOKEN);
  const ids: string[] = [];
  for (const name of ["A", "B", "C"]) ids.push(await make(one, "/v1/partners", { name }));
  await reader.until(({ data }) => data.subject?.id === ids[2]);
  const changes = reader.events.filter(({ type }) => type === "change");
  expect(changes.map(({ data }) => data.subject.id)).toEqual(ids);
});
