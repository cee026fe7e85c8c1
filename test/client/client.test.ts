import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Client, createClient } from "../../src/client/client.ts";
import { newIdempotencyKey } from "../../src/client/idempotency-key.ts";
import { problem, startTinyServer, type TinyServer, type Told } from "../cli/tiny-server.ts";

const ID = "6f1b0c52-0000-4000-8000-000000000001";
const ONE = { path: { id: ID } };

let server: TinyServer;
let answers: Told[];
let api: Client;

/** Each call gets the next answer; the last one again and again. */
beforeEach(async () => {
  answers = [{ body: {} }];
  server = await startTinyServer(() => (answers.length > 1 ? answers.shift() : answers[0])!);
  api = createClient({ baseUrl: server.url, token: "secret-of-a-test" });
});
afterEach(() => server.close());

const sent = () => server.arrived.map(({ method, url }) => `${method} ${url.pathname}${url.search}`);
const busy = (after: string): Told => ({
  ...problem(429, "too_many_calls", "Too many calls: the limit is 100 a minute."),
  headers: { "retry-after": after },
});

describe("a call", () => {
  test("puts path, query and body where they belong, as the caller of the token", async () => {
    await api.GET("/v1/organizations", { params: { query: { q: "a b&c", state: undefined, max: 5 } } });
    await api.PUT("/v1/organizations/{id}/release-settings", {
      params: { path: { id: "a/b" } },
      body: { schedule: { cadence: "slow", deferralWeeks: 8 }, allowCustomerOverride: undefined },
    });
    expect(sent()).toEqual([
      "GET /v1/organizations?q=a%20b%26c&max=5",
      "PUT /v1/organizations/a%2Fb/release-settings",
    ]);
    const [list, change] = server.arrived;
    expect(list?.headers).toMatchObject({
      authorization: "Bearer secret-of-a-test",
      accept: "application/json",
    });
    expect(JSON.parse(change?.body ?? "")).toEqual({ schedule: { cadence: "slow", deferralWeeks: 8 } });
  });

  test("without a token sends none, and keeps the path that the server is served under", async () => {
    await createClient({ baseUrl: `${server.url}/sluice/` }).GET("/v1/me");
    expect(sent()).toEqual(["GET /sluice/v1/me"]);
    expect(server.arrived[0]?.headers).not.toHaveProperty("authorization");
  });

  test("gives the body and its ETag, which goes back as If-Match", async () => {
    answers = [{ body: { name: "Acme" }, headers: { etag: '"7"' } }];
    const answer = await api.GET("/v1/organizations/{id}", { params: ONE });
    expect(answer).toEqual({ ok: true, value: { body: { name: "Acme" }, etag: '"7"', next: null } });
    const change = { params: ONE, body: { name: "Acme Ltd" }, ifMatch: '"7"' };
    await api.PATCH("/v1/organizations/{id}", change);
    expect(server.arrived[0]?.headers).not.toHaveProperty("if-match");
    expect(server.arrived[1]?.headers).toMatchObject({ "if-match": '"7"' });
  });

  test("passes the key of a POST and one's own tracking id", async () => {
    const key = newIdempotencyKey();
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(newIdempotencyKey()).not.toBe(key);
    const body = { name: "Acme", partnerIds: [] };
    await api.POST("/v1/organizations", { body, idempotencyKey: key, trackingId: "SCRIPT_1" });
    expect(server.arrived[0]?.headers).toMatchObject({ "idempotency-key": key, trackingid: "SCRIPT_1" });
  });

  test("that answers nothing has no body", async () => {
    answers = [{ status: 204, body: "" }];
    const answer = await api.DELETE("/v1/sessions/current");
    expect(answer).toEqual({ ok: true, value: { body: undefined, etag: null, next: null } });
  });
});

describe("a refusal", () => {
  test("is data: the code, each sentence, the status and the tracking id", async () => {
    const errors = [
      { code: "name_missing", description: "A name is missing." },
      { code: "id_malformed", description: "An id is wrong." },
    ];
    answers = [{ status: 400, body: { message: "Two faults.", errors, trackingId: "T-7" } }];
    expect(await api.GET("/v1/me")).toEqual({
      ok: false,
      error: {
        code: "name_missing",
        message: "A name is missing. An id is wrong.",
        status: 400,
        trackingId: "T-7",
      },
    });
  });

  test.each([
    ["a page", 200, "<html>hello</html>"],
    ["text", 502, "Bad Gateway"],
    ["JSON of another kind", 404, { error: "no such thing" }],
    ["JSON that is no object", 200, "42"],
  ])("of something that is no Sluice says so: %s", async (_what, status, body) => {
    answers = [{ status, body }];
    const { origin } = new URL(server.url);
    expect(await api.GET("/v1/me")).toEqual({
      ok: false,
      error: {
        code: "answer_not_understood",
        message: `${origin} answered ${status} with something that is not an answer of Sluice.`,
        status,
      },
    });
  });

  test("tells that nobody answers, and where", async () => {
    await server.close();
    expect(await api.GET("/v1/me")).toMatchObject({
      ok: false,
      error: {
        code: "server_unreachable",
        message: expect.stringMatching(/^Cannot reach http:\/\/127\.0\.0\.1:\d+ \(.*ECONNREFUSED.*\)\.$/),
        status: 0,
      },
    });
    server = await startTinyServer(() => ({ body: {} }));
  });

  test("tells that the caller's own signal ended the call, also while it waits to try again", async () => {
    const error = { code: "call_aborted", status: 0 };
    expect(await api.GET("/v1/me", { signal: AbortSignal.abort() })).toMatchObject({ ok: false, error });
    answers = [busy("20")];
    const stop = new AbortController();
    const asked = api.GET("/v1/me", { signal: stop.signal });
    await expect.poll(() => server.arrived.length).toBe(1);
    stop.abort();
    expect(await asked).toMatchObject({ ok: false, error });
    expect(server.arrived).toHaveLength(1);
  });
});

describe("a busy server", () => {
  const done: Told = { body: { id: ID } };
  const body = { name: "Acme", partnerIds: [] };
  const calls = {
    "a GET": () => api.GET("/v1/me"),
    "a PUT": () =>
      api.PUT("/v1/users/{id}/release-settings", { params: ONE, body: { allowAutomaticUpgrades: true } }),
    "a DELETE": () => api.DELETE("/v1/organizations/{id}", { params: ONE }),
    "a POST with a key": () => api.POST("/v1/organizations", { body, idempotencyKey: "key-1" }),
    "a POST without a key": () => api.POST("/v1/organizations", { body }),
    "a PATCH": () => api.PATCH("/v1/organizations/{id}", { params: ONE, body: { name: "Acme" } }),
  };

  test.each(["a GET", "a PUT", "a DELETE", "a POST with a key"] as const)(
    "is asked again: %s",
    async (kind) => {
      answers = [busy("0"), { ...busy("0"), status: 503 }, done];
      expect(await calls[kind]()).toMatchObject({ ok: true });
      expect(server.arrived).toHaveLength(3);
      const [first, second, third] = server.arrived.map(({ method, url, headers, body: text }) => {
        return [method, url.pathname, headers["idempotency-key"], text];
      });
      expect([second, third]).toEqual([first, first]);
    },
  );

  test.each(["a POST without a key", "a PATCH"] as const)("is not asked twice: %s", async (kind) => {
    answers = [busy("0"), done];
    const error = { code: "too_many_calls", status: 429, retryAfterSeconds: 0 };
    expect(await calls[kind]()).toMatchObject({ ok: false, error });
    expect(server.arrived).toHaveLength(1);
  });

  test("is asked three times at most, and after as long as it says", async () => {
    answers = [busy("1"), busy("0"), busy("0"), done];
    const begun = performance.now();
    expect(await api.GET("/v1/me")).toMatchObject({ ok: false, error: { code: "too_many_calls" } });
    expect(performance.now() - begun).toBeGreaterThan(950);
    expect(server.arrived).toHaveLength(3);
  });

  test("that wants half a minute and more, or does not say when, is left alone", async () => {
    answers = [busy("31")];
    expect(await api.GET("/v1/me")).toMatchObject({ ok: false, error: { retryAfterSeconds: 31 } });
    answers = [problem(503, "database_unreachable", "The database cannot be reached.")];
    expect(await api.GET("/v1/me")).toMatchObject({ ok: false, error: { code: "database_unreachable" } });
    expect(server.arrived).toHaveLength(2);
  });

  test("may say when as a date", async () => {
    answers = [busy(new Date(Date.now() - 1000).toUTCString()), done];
    expect(await api.GET("/v1/me")).toMatchObject({ ok: true });
  });
});

describe("a list", () => {
  const page = (names: string[], link?: string): Told => ({
    body: { items: names.map((name) => ({ name })) },
    ...(link && { headers: { link: `<${link}>; rel="next"` } }),
  });

  test("comes page by page, as its links say, and never from another server", async () => {
    answers = [
      page(["a", "b"], "http://127.0.0.1:9/v1/partners?max=2&after=b%26"),
      page(["c"], "/v1/partners?max=2&after=c"),
      page([]),
    ];
    const names: string[] = [];
    for await (const one of api.pages("/v1/partners", { params: { query: { q: "x", max: 2 } } })) {
      if (one.ok) names.push(...one.value.body.items.map(({ name }) => name));
    }
    expect(names).toEqual(["a", "b", "c"]);
    expect(sent()).toEqual([
      "GET /v1/partners?q=x&max=2",
      "GET /v1/partners?max=2&after=b%26",
      "GET /v1/partners?max=2&after=c",
    ]);
  });

  test("comes whole, in large pages", async () => {
    answers = [page(["a"], "/v1/organizations?after=a"), page(["b"])];
    const listed = await api.listAll("/v1/organizations", { params: { query: { q: "x" } } });
    expect(listed).toEqual({ ok: true, value: [{ name: "a" }, { name: "b" }] });
    expect(sent()[0]).toBe("GET /v1/organizations?max=1000&q=x");
  });

  test("ends with the refusal of one of its pages", async () => {
    answers = [page(["a"], "/v1/partners?after=a"), problem(401, "token_expired", "The token has expired.")];
    expect(await api.listAll("/v1/partners")).toMatchObject({ ok: false, error: { code: "token_expired" } });
    answers = [{ body: { hello: "world" } }];
    const nothing = { ok: false, error: { code: "answer_not_understood" } };
    expect(await api.listAll("/v1/partners")).toMatchObject(nothing);
  });
});
