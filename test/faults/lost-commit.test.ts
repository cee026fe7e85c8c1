import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { accepted, expectRefusal, get, send } from "../api/caller.ts";
import { createDatabase } from "../support/databases.ts";
import { Line } from "../support/line.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";

/** The statement as it goes over the line. */
const COMMIT = "commit\0";

let line: Line;
let store: Store;
let server: TestServer;

beforeAll(async () => {
  const through = await Line.toDatabase(await createDatabase());
  line = through.line;
  const opened = await openStore({ databaseUrl: through.url, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
  server = await startServer(store);
});
afterAll(async () => {
  await server.close();
  await store.close();
  await line.cut();
});

const called = (name: string, key = randomUUID()) => ({
  method: "POST",
  path: "/v1/organizations",
  body: { name, partnerIds: [] },
  headers: { "idempotency-key": key },
});
const post = (call: ReturnType<typeof called>) => send(server, VENDOR_TOKEN, call);
const named = async (name: string) =>
  (await get(server, VENDOR_TOKEN, `/v1/organizations?q=${name}`)).items.length;
const ledger = async () => (await get(server, null, "/readyz")).ledger as number;

describe("a connection that is lost in the commit", () => {
  test("after the database has it: the server finds the change in the ledger, and accepts it", async () => {
    const before = await ledger();
    line.breakAt = { text: COMMIT, isPassedOn: true };
    const made = await post(called("Committed"));
    expect(made.status).toBe(201);
    expect(line.breakAt).toBeNull();
    expect(await named("Committed")).toBe(1);
    expect([await ledger(), (await get(server, null, "/readyz")).behind]).toEqual([before + 1, 0]);
  });

  test("before the database has it: nothing was changed, and the answer says so", async () => {
    const before = await ledger();
    line.breakAt = { text: COMMIT, isPassedOn: false };
    const lost = await post(called("Lost"));
    expectRefusal(lost, 503, "database_unreachable");
    expect(lost.json.message).toContain("nothing was changed");
    expect([await named("Lost"), await ledger()]).toEqual([0, before]);
  });

  test.each([
    ["it was made, and is not made twice", true, "true"],
    ["it was not made, and is then", false, null],
  ])(
    "and the database stays away: the answer does not claim to know; %s",
    async (_name, isPassedOn, replayed) => {
      const name = `Unknown ${isPassedOn}`;
      const call = called(name);
      line.breakAt = { text: COMMIT, isPassedOn };
      const sent = post(call);
      await expect.poll(() => line.breakAt, { timeout: 5_000, interval: 1 }).toBeNull();
      await line.cut();
      const lost = await sent;
      expectRefusal(lost, 503, "outcome_unknown");
      expect(lost.json.message).not.toContain("nothing was changed");
      expect(lost.json.message).toContain("Idempotency-Key");
      await line.mend();
      await expect.poll(() => named(name), { timeout: 10_000 }).toBe(isPassedOn ? 1 : 0);
      const again = await post(call);
      accepted(again);
      expect(again.headers.get("idempotency-replayed")).toBe(replayed);
      expect(await named(name)).toBe(1);
    },
    30_000,
  );

  test("before: a call without a change is refused as ever", async () => {
    await line.cut();
    expectRefusal(await post(called("Away")), 503, "database_unreachable");
    await line.mend();
    await expect.poll(async () => (await post(called("Back"))).status, { timeout: 10_000 }).toBe(201);
  });
});
