import { networkInterfaces } from "node:os";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Config } from "../../../src/api/config.ts";
import { readConfig } from "../../../src/api/config.ts";
import type { Store } from "../../../src/store/store.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { expectRefusal, send } from "../caller.ts";

let store: Store;
let server: TestServer;

beforeEach(async () => {
  store = await borrowStore("embedded");
});
afterEach(async () => {
  await server.close();
  await store.close();
});

const NEITHER = { port: null, host: "127.0.0.1", token: null };
const TOKEN = "a-token-for-the-scraper";

async function start(metrics: Partial<Config["metrics"]>, overrides: Partial<Config> = {}): Promise<void> {
  server = await startServer(store, { metrics: { ...NEITHER, ...metrics }, ...overrides });
}

const scrape = (headers: Record<string, string> = {}, url = server.url) =>
  fetch(`${url}/metrics`, { headers });

/** An address of this machine that is no loopback, or null where it has none. */
const outside =
  Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === "IPv4" && !one.internal)?.address ?? null;

describe("with no setting metrics are for programs on this machine", () => {
  test("which get them on the port of the server", async () => {
    await start({});
    expect(await (await scrape()).text()).toContain("sluice_database_up 1");
  });

  test.each([
    ["x-forwarded-for", "127.0.0.1"],
    ["x-forwarded-for", ""],
    ["forwarded", "for=127.0.0.1"],
    ["via", "1.1 proxy"],
    ["x-real-ip", "::1"],
    ["x-forwarded-proto", "https"],
    ["x-forwarded-host", "localhost"],
  ])("and not for what a proxy on it passes on, which says %s: %j", async (name, value) => {
    await start({}, { trustedProxies: ["127.0.0.1"] });
    const call = { method: "GET", path: "/metrics", headers: { [name]: value } };
    expectRefusal(await send(server, null, call), 404, "path_unknown");
  });

  test.runIf(outside)("and not for another machine, whatever it says of itself", async () => {
    await start({}, { host: "0.0.0.0", trustedProxies: [outside ?? ""] });
    const { port } = new URL(server.url);
    for (const headers of [{}, { "x-forwarded-for": "127.0.0.1" }, { host: "localhost" }]) {
      const answered = await scrape(headers, `http://${outside}:${port}`);
      expect([answered.status, await answered.text()]).toEqual([
        404,
        expect.stringContaining("path_unknown"),
      ]);
    }
    expect((await scrape({}, `http://127.0.0.1:${port}`)).status).toBe(200);
  });
});

describe("with a token metrics are for who sends it, and for nobody else", () => {
  test("on the port of the server, also through a proxy", async () => {
    await start({ token: TOKEN });
    for (const sent of [undefined, "Bearer another-token", `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
      const headers = sent === undefined ? {} : { authorization: sent };
      const refused = await send(server, null, { method: "GET", path: "/metrics", headers });
      expectRefusal(refused, 401, "not_signed_in");
    }
    const headers = { authorization: `Bearer ${TOKEN}`, "x-forwarded-for": "192.0.2.1" };
    expect((await scrape(headers)).status).toBe(200);
  });

  test("on a port of their own as well", async () => {
    await start({ token: TOKEN, port: 0 });
    const url = server.metricsUrl ?? "";
    expect((await scrape({}, url)).status).toBe(401);
    expect((await scrape({ authorization: `Bearer ${TOKEN}` }, url)).status).toBe(200);
  });
});

describe("a port of its own", () => {
  test("answers metrics and nothing else, and the port of the server answers none", async () => {
    await start({ port: 0 });
    const url = server.metricsUrl ?? "";
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answered = await scrape({ "x-forwarded-for": "192.0.2.1" }, url);
    expect(answered.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await answered.text()).toContain("sluice_organizations");
    for (const path of ["/", "/healthz", "/v1/releases", "/metrics/x"]) {
      expect((await fetch(url + path)).status, path).toBe(404);
    }
    expectRefusal(await send(server, null, { method: "GET", path: "/metrics" }), 404, "path_unknown");
  });

  test("is given back when the server stops, and one that is taken stops the start", async () => {
    await start({ port: 0 });
    const taken = Number(new URL(server.metricsUrl ?? "").port);
    const second = await borrowStore("embedded");
    await expect(startServer(second, { metrics: { ...NEITHER, port: taken } })).rejects.toThrow(
      `METRICS_PORT ${taken} is in use on 127.0.0.1`,
    );
    await server.close();
    server = await startServer(second, { metrics: { ...NEITHER, port: taken } });
    expect((await scrape({}, server.metricsUrl ?? "")).status).toBe(200);
    await server.close();
    await second.close();
    await start({});
  });
});

test("all who ask within a second share one rendering, until something changes", async () => {
  server = await startServer(store, {}, { limits: { metricsMs: 60_000 } });
  const text = async () => (await scrape()).text();
  const first = await text();
  await fetch(`${server.url}/v1/updates/check?platform=win&arch=x64&version=45.1`);
  expect(new Set(await Promise.all([text(), text(), text()]))).toEqual(new Set([first]));
});

test.each([
  [{ METRICS_PORT: "70000" }, "METRICS_PORT"],
  [{ METRICS_PORT: "http" }, "METRICS_PORT"],
  [{ METRICS_TOKEN: "short" }, "METRICS_TOKEN"],
  [{ METRICS_TOKEN: "with a space in it, and long" }, "METRICS_TOKEN"],
])("the settings %j are refused by name, and a secret is not repeated", async (environment, name) => {
  await start({});
  const read = readConfig(environment);
  expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining(name) } });
  if (name === "METRICS_TOKEN") expect(JSON.stringify(read)).not.toContain("short\\");
  const right = readConfig({ METRICS_PORT: "9464", METRICS_HOST: "10.0.0.7", METRICS_TOKEN: TOKEN });
  expect(right).toMatchObject({ value: { metrics: { port: 9464, host: "10.0.0.7", token: TOKEN } } });
});
