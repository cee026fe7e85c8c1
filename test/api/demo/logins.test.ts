import { stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Demo, openDemo } from "../../../src/api/demo/demo.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, get, send } from "../caller.ts";

let server: TestServer;
let demo: Demo | null;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  demo = await openDemo(server, VENDOR_TOKEN, () => undefined);
  return async () => {
    await server.close();
    await store.close();
  };
});

test("the demo's three people sign in with what is printed, and their tokens are of the same role", async () => {
  const roles = ["vendor_admin", "partner_full_admin", "organization_full_admin"];
  expect(demo?.people.map((one) => one.role)).toEqual(roles);
  for (const { who, name, role, email, password, token } of demo?.people ?? []) {
    const call = { method: "POST", path: "/v1/sessions", body: { email, password } };
    const session = accepted(await send(server, null, call));
    expect(session).toMatchObject({ person: { displayName: name }, role, passwordChangeNeeded: false });
    // People have names of people, not that of their company.
    expect(name).not.toBe(who);
    const { person: _, ...scope } = await get(server, token, "/v1/me");
    expect(session).toMatchObject(scope);
  }
});

test("a later start shows the same logins, which only their owner can read", async () => {
  expect(await openDemo(server, VENDOR_TOKEN, () => undefined)).toEqual(demo);
  const { mode } = await stat(join(server.dataDirectory, "demo-logins.json"));
  expect(mode & 0o777).toBe(0o600);
});

test("the demo has installations, most of them current and some behind, for more than one reason", async () => {
  await server.context.checkInWriter.flush();
  const { total, current, versions, behind, platforms } = await get(server, VENDOR_TOKEN, "/v1/adoption");
  expect(total).toBeGreaterThan(200);
  expect(current).toBeGreaterThan(total / 2);
  expect(current).toBeLessThan(total);
  expect(versions.length).toBeGreaterThan(4);
  expect(behind.reasons.length).toBeGreaterThan(2);
  expect(platforms).toHaveLength(5);
  expect(versions.map((one: { version: string }) => one.version)).not.toContain("1.0");
});
