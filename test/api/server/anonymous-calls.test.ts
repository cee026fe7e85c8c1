import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SharedAnswer } from "../../../src/serving/shared-answer.ts";
import type { Database } from "../../../src/store/database.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { expectRefusal, get, send } from "../caller.ts";
import { make } from "../tenancy.ts";

let server: TestServer;
let closeStore = async (): Promise<void> => undefined;
/** How many statements reached the database. */
let statements = 0;

beforeEach(async () => {
  const store = await borrowStore("embedded");
  closeStore = () => store.close();
  const counting = store.database.withPlugin({
    transformQuery: ({ node }) => {
      statements++;
      return node;
    },
    transformResult: async ({ result }) => result,
  }) as Database;
  server = await startServer({ ...store, database: counting }, { callsPerMinute: 2 });
});
afterEach(async () => {
  await server.close();
  await closeStore();
});

const look = (path: string) => send(server, null, { method: "GET", path });
const UNKNOWN = `/builds/${"0".repeat(64)}`;

async function statementsOf(times: number, path: string): Promise<number> {
  const before = statements;
  for (let time = 0; time < times; time++) await look(path);
  return statements - before;
}

describe("an anonymous call that needs the database is limited for its address:", () => {
  const organization = "9e3b7c52-7b1c-4f5e-9d0a-2f6f6a1f4c11";
  test.each([
    "/v1/signing-keys",
    "/v1/updater-keys",
    "/v1/openapi.json",
    "/v1/configuration",
    `${UNKNOWN}/a.exe.manifest.json`,
    `/v1/organizations/${organization}/forecast.ics?token=abc`,
  ])("%s", async (path) => {
    for (let time = 0; time < 2; time++) expect((await look(path)).status).not.toBe(429);
    const refused = await look(path);
    expectRefusal(refused, 429, "too_many_requests");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await statementsOf(10, path)).toBe(0);
  });

  test("a file that there is not stays unknown, and is not looked for any more", async () => {
    expect(await statementsOf(2, `${UNKNOWN}/a.exe`)).toBeGreaterThan(0);
    expect(await statementsOf(20, `${UNKNOWN}/b.exe`)).toBe(0);
    expect((await look(`${UNKNOWN}/c.exe`)).status).toBe(404);
  });

  test("probes share a look at the database, and none is refused", async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => look("/readyz")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await statementsOf(20, "/readyz")).toBeLessThan(20);
  });
});

test("a probe says what a change made, also right after it", async () => {
  for (const name of ["A", "B", "C"]) {
    await make(server, "/v1/partners", { name });
    const { ledger, answered, behind } = await get(server, null, "/readyz");
    expect([ledger, behind]).toEqual([server.context.fleet.sequence, 0]);
    expect(answered).toBe(ledger);
  }
});

test("the API document has an ETag, and is not sent to who has it", async () => {
  const first = await look("/v1/openapi.json");
  expect(first.json.openapi).toBe("3.1.0");
  const tag = first.headers.get("etag") ?? "";
  expect(tag).toMatch(/^"[\w-]{22}"$/);
  const headers = { "if-none-match": `"other", W/${tag}` };
  const again = await send(server, null, { method: "GET", path: "/v1/openapi.json", headers });
  expect([again.status, again.text]).toEqual([304, ""]);
});

describe("an answer that many share", () => {
  test("is made once for all who ask meanwhile, and anew for another version or when it is old", async () => {
    let made = 0;
    const shared = new SharedAnswer(60_000, async () => ++made);
    expect(await Promise.all([shared.get("1"), shared.get("1"), shared.get("1")])).toEqual([1, 1, 1]);
    expect(await shared.get("1")).toBe(1);
    expect(await shared.get("2")).toBe(2);
    const unkept = new SharedAnswer(0, async () => ++made);
    expect([await unkept.get(), await unkept.get()]).toEqual([3, 4]);
  });

  test("is made again after it failed", async () => {
    let made = 0;
    const shared = new SharedAnswer(0, async () => {
      if (++made === 1) throw new Error("away");
      return made;
    });
    await expect(shared.get()).rejects.toThrow("away");
    expect(await shared.get()).toBe(2);
  });
});
