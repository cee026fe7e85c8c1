import { afterEach, describe, expect, test } from "vitest";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { type Answered, expectRefusal, send } from "../caller.ts";
import { makeToken } from "../tenancy.ts";

let server: TestServer;
let closeStore = async (): Promise<void> => undefined;
afterEach(async () => {
  await server.close();
  await closeStore();
});

async function start(callsPerMinute: number): Promise<void> {
  const store = await borrowStore("embedded");
  closeStore = () => store.close();
  server = await startServer(store, { callsPerMinute });
}

const me = (token: string | null): Promise<Answered> =>
  send(server, token, { method: "GET", path: "/v1/me" });

async function statuses(times: number, call: () => Promise<Answered>): Promise<number[]> {
  const seen: number[] = [];
  for (let time = 0; time < times; time++) seen.push((await call()).status);
  return seen;
}

describe("so many calls a minute", () => {
  test("are allowed with a token; the next is refused and told when to come again", async () => {
    await start(3);
    const token = await makeToken(server, "vendor_admin");
    expect(await statuses(3, () => me(token))).toEqual([200, 200, 200]);
    const refused = await me(token);
    expectRefusal(refused, 429, "too_many_requests");
    expect(refused.json.message).toMatch(/the limit is 3 a minute; try again in \d+ seconds/);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  test("change nothing once they are too many", async () => {
    await start(1);
    const token = await makeToken(server, "vendor_admin");
    expect((await me(token)).status).toBe(200);
    const before = server.context.fleet.sequence;
    const call = { method: "POST", path: "/v1/partners", body: { name: "One too many" } };
    expectRefusal(await send(server, token, call), 429, "too_many_requests");
    expect(server.context.fleet.sequence).toBe(before);
  });

  test("are counted for each token, over all calls", async () => {
    await start(2);
    const [one, other] = [await makeToken(server, "vendor_admin"), await makeToken(server, "vendor_admin")];
    expect((await send(server, one, { method: "GET", path: "/v1/releases" })).status).toBe(200);
    expect(await statuses(2, () => me(one))).toEqual([200, 429]);
    expect(await statuses(3, () => me(other))).toEqual([200, 200, 429]);
  });

  test("are counted for the address of who is not signed in, whatever made-up token is sent", async () => {
    await start(3);
    let made = 0;
    expect(await statuses(4, () => me(`slc_made_up_${made++}`))).toEqual([401, 401, 401, 429]);
    expect((await me(null)).status).toBe(429);
    const body = { email: "olga@example.org", password: "a guess" };
    expect((await send(server, null, { method: "POST", path: "/v1/sessions", body })).status).toBe(429);
    expect((await me(await makeToken(server, "vendor_admin"))).status).toBe(200);
  });
});

test("update checks, feeds, downloads and probes are not counted", async () => {
  await start(1);
  expect(await statuses(2, () => me(null))).toEqual([401, 429]);
  const organization = "9e3b7c52-7b1c-4f5e-9d0a-2f6f6a1f4c11";
  for (const [path, status] of [
    ["/v1/updates/check?platform=win&arch=x64&version=45.1", 200],
    ["/v1/updates/check?platform=win&arch=x64&version=45.1&manual=true", 200],
    [`/feeds/electron/${organization}/latest.yml`, 200],
    [`/builds/${"0".repeat(64)}/a.exe`, 404],
    ["/healthz", 200],
    ["/readyz", 200],
    ["/metrics", 200],
  ] as const) {
    expect(await statuses(3, () => send(server, null, { method: "GET", path })), path).toEqual(
      Array(3).fill(status),
    );
  }
});

test("whoever runs the server is not limited by the token that it was started with", async () => {
  await start(1);
  expect(await statuses(4, () => me(VENDOR_TOKEN))).toEqual([200, 200, 200, 200]);
});

test("a limit of 0 is none", async () => {
  await start(0);
  const token = await makeToken(server, "vendor_admin");
  expect(new Set(await statuses(50, () => me(token)))).toEqual(new Set([200]));
});
