import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { type Answered, accepted, send } from "./caller.ts";
import { make } from "./tenancy.ts";

const NOW = "2026-03-01T00:00:00Z";
const DEVICE = "platform=win&arch=x64&version=45.1";
const KEPT = "public, max-age=60";
const NOT_KEPT = "private, no-store";

let server: TestServer;
let organization: string;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store, { publicUrl: "https://updates.example.org" });
  // R33: a rollout goes on while its release is published, so it is published before its date.
  server.setClock(NOW);
  organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  await published("45.2", { automaticAt: "2026-02-01T00:00:00Z" });
  await published("45.3", { automaticAt: "2026-04-01T00:00:00Z" });
  await published("45.4", { automaticAt: "2026-05-01T00:00:00Z", rolloutDays: 10 });
  return async () => {
    await server.close();
    await store.close();
  };
});
beforeEach(() => server.setClock(NOW));

async function published(version: string, dates: object): Promise<void> {
  const id = await make(server, "/v1/releases", { version, state: "published", ...dates });
  const path = `/v1/releases/${id}/builds?platform=win&arch=x64&format=exe&fileName=App-${version}.exe`;
  const headers = { "content-type": "application/octet-stream" };
  accepted(await send(server, VENDOR_TOKEN, { method: "POST", path, raw: new Uint8Array([1]), headers }));
}

const checkPath = (more = "") => `/v1/updates/check?organization=${organization}&${DEVICE}${more}`;
const feedPath = (more = "") => `/feeds/electron/${organization}/latest.yml?version=45.1${more}`;

function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  return send(server, null, { method: "GET", path, headers });
}

const keptFor = ({ headers }: Answered) => headers.get("cache-control");
const tagOf = ({ headers }: Answered) => headers.get("etag") ?? "";

describe.each([
  { name: "a check", path: checkPath, tag: /^W\/"[\w-]{22}"$/ },
  { name: "a feed", path: feedPath, tag: /^"[\w-]{22}"$/ },
])("the answer to $name", ({ path, tag }) => {
  test("that names nobody may be kept for a minute, and who has it already is told so", async () => {
    const first = await ask(path());
    expect([first.status, keptFor(first)]).toEqual([200, KEPT]);
    expect(tagOf(first)).toMatch(tag);
    const again = await ask(path(), { "if-none-match": tagOf(first) });
    expect([again.status, again.text, keptFor(again), tagOf(again)]).toEqual([304, "", KEPT, tagOf(first)]);
    const another = await ask(path(), { "if-none-match": '"another"' });
    expect([another.status, tagOf(another)]).toEqual([200, tagOf(first)]);
  });

  test("is never kept past the date that may change it", async () => {
    const before = await ask(path());
    server.setClock("2026-03-31T23:59:30.500Z");
    expect(keptFor(await ask(path()))).toBe("public, max-age=29");
    server.setClock("2026-03-31T23:59:59.500Z");
    const last = await ask(path(), { "if-none-match": tagOf(before) });
    expect([last.status, keptFor(last), tagOf(last)]).toEqual([200, NOT_KEPT, ""]);
    server.setClock("2026-04-01T00:00:00Z");
    const after = await ask(path(), { "if-none-match": tagOf(before) });
    expect([after.status, keptFor(after)]).toEqual([200, KEPT]);
    expect(tagOf(after)).not.toBe(tagOf(before));
  });
});

test.each([
  ["a check with an installation", () => checkPath("&installation=one")],
  ["a check with a user", () => checkPath(`&user=${randomUUID()}`)],
  ["a check by hand", () => checkPath("&manual=true")],
  ["a check with a date of its own", () => checkPath("&installedAt=2026-01-01T00:00:00Z")],
  ["a feed with an installation", () => feedPath("&installation=one")],
  ["a feed with a user", () => feedPath(`&user=${randomUUID()}`)],
  ["a feed by hand", () => feedPath("&manual=true")],
  ["a feed with a date of its own", () => feedPath("&installedAt=2026-01-01T00:00:00Z")],
])("the answer to %s is kept by nobody", async (_name, path) => {
  const answered = await ask(path());
  expect([answered.status, keptFor(answered), tagOf(answered)]).toEqual([200, NOT_KEPT, ""]);
});

test("while a release spreads, who asks matters, and nothing is kept; the header of an updater alone is no matter", async () => {
  const updater = { "x-user-staging-id": randomUUID() };
  expect(keptFor(await ask(feedPath(), updater))).toBe(KEPT);
  server.setClock("2026-05-03T00:00:00Z");
  expect(keptFor(await ask(feedPath(), updater))).toBe(NOT_KEPT);
  expect(keptFor(await ask(checkPath()))).toBe(NOT_KEPT);
  server.setClock("2026-05-11T00:00:00Z");
  expect(keptFor(await ask(feedPath(), updater))).toBe(KEPT);
});

test("a changed schedule is another answer, with another ETag", async () => {
  const before = await ask(checkPath());
  const path = `/v1/organizations/${organization}/release-settings`;
  const body = { schedule: { cadence: "slow", deferralWeeks: 12 } };
  accepted(await send(server, VENDOR_TOKEN, { method: "PUT", path, body }));
  const after = await ask(checkPath(), { "if-none-match": tagOf(before) });
  expect(after.status).toBe(200);
  expect(tagOf(after)).not.toBe(tagOf(before));
});

test("whoever wants nothing kept says so", async () => {
  const store = await borrowStore("embedded");
  const strict = await startServer(store, { sharedCacheSeconds: 0 });
  for (const path of [checkPath(), feedPath()]) {
    const answered = await send(strict, null, { method: "GET", path });
    expect([keptFor(answered), tagOf(answered)]).toEqual([NOT_KEPT, ""]);
  }
  await strict.close();
  await store.close();
});

test("without a public address no cache may keep an answer: it would name the host of somebody's request", async () => {
  const store = await borrowStore("embedded");
  const unnamed = await startServer(store);
  const acme = await make(unnamed, "/v1/organizations", { name: "Acme", partnerIds: [] });
  for (const path of [
    `/v1/updates/check?organization=${acme}&${DEVICE}`,
    `/feeds/electron/${acme}/latest.yml?version=45.1`,
  ]) {
    const answered = await send(unnamed, null, { method: "GET", path });
    expect([answered.status, keptFor(answered), tagOf(answered)]).toEqual([200, NOT_KEPT, ""]);
  }
  await unnamed.close();
  await store.close();
});

describe("an installation that is named beside the key of a cache", () => {
  let counting: TestServer;
  const ID = "the-kitchen-7";
  const byHeader = { "sluice-installation": ID };
  const namedCheck = () => `/v1/updates/check/i/${ID}?organization=${organization}&${DEVICE}`;
  const namedFeed = () => `/feeds/electron/${organization}/installation/${ID}/latest.yml?version=45.1`;
  const named = [
    ["a check, in the header", () => checkPath(), byHeader],
    ["a check, in the path", () => namedCheck(), {}],
    ["a feed, in the header", () => feedPath(), byHeader],
    ["a feed, in the path", () => namedFeed(), {}],
  ] as const;

  beforeAll(async () => {
    const { store } = server.context;
    server.setClock(NOW);
    organization = await make(server, "/v1/organizations", { name: "Bravo", partnerIds: [] });
    counting = await startServer(store, { publicUrl: "https://updates.example.org", countsFromLogs: true });
    return () => counting.close();
  });
  beforeEach(() => counting.setClock(NOW));

  const askAt = (asked: TestServer, path: string, headers: Readonly<Record<string, string>> = {}) =>
    send(asked, null, { method: "GET", path, headers });
  const varyOf = ({ headers }: Answered) => headers.get("vary");
  /** What a request brings, and the installations that it is noted of. */
  async function noting(asked: TestServer, path: string, headers: Readonly<Record<string, string>> = {}) {
    const note = vi.spyOn(asked.context.checkIns, "note");
    const answered = await askAt(asked, path, headers);
    const noted = note.mock.calls.map(([one]) => one.installation);
    note.mockRestore();
    return { answered, noted };
  }

  test.each(named)(
    "of %s, is noted, and its answer is kept by nobody, as usual",
    async (_name, path, headers) => {
      // The second answer of a feed is one that was kept.
      for (const _ of [1, 2]) {
        const { answered, noted } = await noting(server, path(), headers);
        expect([answered.status, keptFor(answered), tagOf(answered)]).toEqual([200, NOT_KEPT, ""]);
        expect(noted).toEqual([ID]);
      }
    },
  );

  test.each(named)(
    "of %s, has a shared answer where check-ins come from logs",
    async (_name, path, headers) => {
      for (const _ of [1, 2]) {
        const { answered, noted } = await noting(counting, path(), headers);
        expect([answered.status, keptFor(answered), varyOf(answered)]).toEqual([200, KEPT, null]);
        const again = await askAt(counting, path(), { ...headers, "if-none-match": tagOf(answered) });
        expect([again.status, keptFor(again)]).toEqual([304, KEPT]);
        expect(noted).toEqual([ID]);
      }
    },
  );

  test("never gets another's answer during a rollout, when nothing is kept", async () => {
    counting.setClock("2026-05-03T00:00:00Z");
    for (const [, path, headers] of named) {
      expect(keptFor(await askAt(counting, path(), headers))).toBe(NOT_KEPT);
    }
  });

  test("and a user or an id in the query beside it keep the answer private", async () => {
    for (const more of [`&user=${randomUUID()}`, "&installation=another", "&manual=true"]) {
      for (const [, path, headers] of named) {
        expect(keptFor(await askAt(counting, path() + more, headers)), path() + more).toBe(NOT_KEPT);
      }
    }
  });

  test("goes past what a cache has for others, as Vary says, unless check-ins come from logs", async () => {
    for (const path of [checkPath(), feedPath(), feedPath()]) {
      const answered = await askAt(server, path);
      expect([keptFor(answered), varyOf(answered)]).toEqual([KEPT, "sluice-installation"]);
      const again = await askAt(server, path, { "if-none-match": tagOf(answered) });
      expect([again.status, varyOf(again)]).toEqual([304, "sluice-installation"]);
    }
  });

  test("in the path has the same answer, byte for byte, as in the header or nowhere", async () => {
    const [check, named] = await Promise.all([askAt(counting, checkPath()), askAt(counting, namedCheck())]);
    const { nextCheckSeconds: _, ...answer } = check.json;
    expect(named.json).toMatchObject(answer);
    const feeds = [feedPath(), namedFeed()].map((path) => askAt(counting, path));
    const [first, second] = await Promise.all(feeds);
    expect(second?.text).toBe(first?.text);
  });

  test("a feed whose answers repeat the address is kept by nobody where the path names an installation", async () => {
    const path = `/feeds/appinstaller/${organization}/installation/${ID}/App.appinstaller`;
    expect(keptFor(await askAt(counting, path))).toBe(NOT_KEPT);
  });

  test.each([
    ["is empty", ""],
    ["is too long", "x".repeat(201)],
    ["has letters that a header cannot carry", "k\u00fcche"],
  ])("in a header that %s counts as not said", async (_name, id) => {
    const { answered, noted } = await noting(counting, checkPath(), { "sluice-installation": id });
    expect([answered.status, keptFor(answered), noted]).toEqual([200, KEPT, []]);
  });

  test("in a path that needs decoding is noted as it is meant", async () => {
    const { answered, noted } = await noting(counting, namedCheck().replace(ID, "k%C3%BCche%207"));
    expect([answered.status, noted]).toEqual([200, ["k\u00fcche 7"]]);
  });
});
