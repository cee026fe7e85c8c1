import { beforeAll, describe, expect, test } from "vitest";
import { boundFaults, boundText } from "../../src/updates/bound-faults.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { type Answered, type Call, send } from "./caller.ts";

let server: TestServer;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  return async () => {
    await server.close();
    await store.close();
  };
});

const MANY = 30_000;
const fields = (count: number, name = (index: number) => `field-${index}`) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), 1]));
const NAMELESS = "00000000-0000-4000-8000-000000000000";

/** Sends a call that must be refused with an answer of a few kB that the client can still read. */
async function refusedInFewBytes(token: string | null, call: Call): Promise<Answered> {
  const answered = await send(server, token, call);
  expect(answered.status).toBeGreaterThanOrEqual(400);
  expect(answered.status).toBeLessThan(500);
  expect(Buffer.byteLength(answered.text)).toBeLessThan(20_000);
  return answered;
}

describe("an answer with errors stays small", () => {
  test.each<[string, string | null, string, string, unknown]>([
    ["of who is not signed in", null, "POST", "/v1/sessions", fields(MANY)],
    ["of a call that makes something", VENDOR_TOKEN, "POST", "/v1/partners", fields(MANY)],
    ["of a call that changes something", VENDOR_TOKEN, "PATCH", `/v1/users/${NAMELESS}`, fields(MANY)],
    [
      "of a list",
      VENDOR_TOKEN,
      "POST",
      "/v1/organizations",
      { name: "A", partnerIds: Array(MANY).fill("no id") },
    ],
  ])("%s with 30,000 problems: the first 20, and how many more", async (_, token, method, path, body) => {
    const { json } = await refusedInFewBytes(token, { method, path, body });
    expect(json.errors.length).toBeLessThanOrEqual(20);
    if (json.errors.length === 20) expect(json.message).toMatch(/the first 20 problems.*\d+ more/);
  });

  test.each([
    ["a field", { [`x${"y".repeat(500_000)}`]: 1 }],
    ["twenty-five fields", fields(25, (index) => `${"y".repeat(30_000)}${index}`)],
    ["a field of characters of four bytes", { ["😀".repeat(100_000)]: 1 }],
  ])("with the name of %s that is very long", async (_, body) => {
    await refusedInFewBytes(VENDOR_TOKEN, { method: "POST", path: "/v1/partners", body });
  });

  test("with a path or a query that is very long", async () => {
    await refusedInFewBytes(null, { method: "GET", path: `/v1/${"x".repeat(15_000)}` });
    await refusedInFewBytes(VENDOR_TOKEN, { method: "GET", path: `/v1/partners?${"y".repeat(15_000)}=1` });
  });

  test("with a description of a build that names many unknown things", async () => {
    const query = Object.entries(fields(900))
      .map(([name, value]) => `${name}=${value}`)
      .join("&");
    const release = { version: "45.4", automaticAt: "2026-01-06" };
    const { json } = await send(server, VENDOR_TOKEN, {
      method: "POST",
      path: "/v1/releases",
      body: release,
    });
    const headers = { "content-type": "application/octet-stream" };
    const path = `/v1/releases/${json.id}/builds?${query}`;
    await refusedInFewBytes(VENDOR_TOKEN, { method: "POST", path, raw: "bytes", headers });
  });

  test("with a line of an import whose fields have very long names", async () => {
    const line = JSON.stringify({ name: "A", [`x${"y".repeat(60_000)}`]: 1 });
    const headers = { "content-type": "application/x-ndjson" };
    const path = "/v1/imports/organizations";
    await refusedInFewBytes(VENDOR_TOKEN, { method: "POST", path, raw: line, headers });
  });
});

test("few problems are all told, without a word of more", async () => {
  const answered = await send(server, null, { method: "POST", path: "/v1/sessions", body: fields(3) });
  expect(answered.json.errors).toHaveLength(5);
  expect(answered.json.message).not.toContain("more");
});

describe("a long text", () => {
  test("is cut off between characters, never inside one", () => {
    expect(boundText("a".repeat(400))).toBe("a".repeat(400));
    expect(boundText("a".repeat(401))).toBe(`${"a".repeat(400)}…`);
    expect(boundText(`${"a".repeat(399)}😀b`)).toBe(`${"a".repeat(399)}…`);
    expect(boundText(`${"a".repeat(398)}😀b`)).toBe(`${"a".repeat(398)}😀…`);
  });

  test("stands for itself in a list that is short enough", () => {
    const fault = { code: "unknown_field", description: "leave it out" } as const;
    expect(boundFaults(Array(20).fill(fault))).toEqual({ listed: Array(20).fill(fault), left: 0 });
    expect(boundFaults(Array(21).fill(fault))).toEqual({ listed: Array(20).fill(fault), left: 1 });
  });
});
