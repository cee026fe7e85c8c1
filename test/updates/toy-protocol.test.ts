import Fastify, { type FastifyInstance } from "fastify";
import { beforeEach, describe, expect, test } from "vitest";
import { registerFeeds } from "../../src/api/updates/register-feeds.ts";
import type { UpdatesContext } from "../../src/updates/updates-context.ts";
import { answeringContext } from "../support/answering-context.ts";
import { aBuild, anOrganization, aRelease, at } from "../support/records.ts";
import { TOY } from "./toy-protocol.ts";

const ACME = anOrganization({ name: "Acme", partnerIds: [] });
const FEED = `/feeds/toy/${ACME.id}`;
const OLD = aRelease("45.1", { automaticAt: at("2026-01-01"), state: "published" });
const NEW = aRelease("45.2", { automaticAt: at("2026-02-01"), state: "published" });
const BUILD = { format: "exe", addedAt: at("2026-01-01") } as const;
const OLD_BUILD = aBuild(OLD.id, { ...BUILD, fileName: "old.exe", proofs: { sha1: "0".repeat(40) } });

let context: UpdatesContext;
let app: FastifyInstance;

beforeEach(async () => {
  const build = aBuild(NEW.id, { ...BUILD, fileName: "new.exe", proofs: { sha1: "1".repeat(40) } });
  context = toyContext(build);
  app = await toyApp(context);
  return () => app.close();
});

function toyContext(newest: ReturnType<typeof aBuild>): UpdatesContext {
  return answeringContext({ organizations: [ACME], releases: [OLD, NEW], builds: [OLD_BUILD, newest] });
}

async function toyApp(answeredBy: UpdatesContext): Promise<FastifyInstance> {
  const made = Fastify();
  registerFeeds(made, answeredBy, [TOY]);
  await made.ready();
  return made;
}

const get = (path: string, headers = {}) => app.inject({ method: "GET", url: FEED + path, headers });

describe("a protocol that is one file and one line", () => {
  test("is answered by the decision, with its own words and with absolute addresses", async () => {
    const { statusCode, headers, body } = await get("/version/45.1/feed.json");
    expect(statusCode).toBe(200);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(JSON.parse(body)).toEqual({
      version: "45.2",
      url: `https://updates.example.org/builds/${OLD_BUILD.sha256}/new.exe`,
      sha1: "1".repeat(40),
      ticket: "",
    });
  });

  test("says no update as it does, which caches may share as well, but without an ETag of nothing", async () => {
    const { statusCode, headers, body } = await get("/version/45.2/feed.json");
    expect([statusCode, body]).toEqual([204, ""]);
    expect(headers["cache-control"]).toBe("public, max-age=60");
    expect(headers.etag).toBeUndefined();
    expect(headers["content-type"]).toBeUndefined();
  });

  test("is counted", async () => {
    await get("/version/45.1/feed.json");
    await get("/version/45.2/feed.json");
    await get("/version/45.2/feed.json");
    expect(context.checks.feed).toEqual({ update: 1, stay: 2 });
  });

  test("is shared with an ETag that it knows again, unless the address names somebody", async () => {
    const first = await get("/version/45.1/feed.json");
    expect(first.headers["cache-control"]).toBe("public, max-age=60");
    const known = { "if-none-match": String(first.headers.etag) };
    const again = await get("/version/45.1/feed.json", known);
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    const own = await get("/version/45.1/feed.json?user=ada", known);
    expect([own.statusCode, own.headers["cache-control"], own.headers.etag]).toEqual([
      200,
      "private, no-store",
      undefined,
    ]);
  });

  test("leaves a note of the installation that a header names", async () => {
    await get("/version/45.1/feed.json", { "x-toy-id": "toy 1" });
    expect(context.checkIns.oldest(10)).toMatchObject([
      {
        organizationId: ACME.id,
        installation: "toy 1",
        running: "45.1",
        verdict: { action: "update", release: { version: { parts: [45, 2] } } },
      },
    ]);
  });

  test("is asked by JSON, which nobody shares, and repeats what was asked", async () => {
    const ask = (payload: object) => app.inject({ method: "POST", url: FEED, payload });
    const { statusCode, headers, body } = await ask({ version: "45.1", ticket: "a ticket" });
    expect(statusCode).toBe(200);
    expect(headers["cache-control"]).toBe("private, no-store");
    expect(JSON.parse(body)).toMatchObject({ version: "45.2", ticket: "a ticket" });
    expect(JSON.parse((await ask({})).body)).toEqual({ error: "which version?" });
    expect(context.checks.feed).toEqual({ update: 1, stay: 0 });
  });

  test("leads to the files beside the feed, and refuses what is not there as the API does", async () => {
    const { statusCode, headers } = await get("/version/45.1/new.exe");
    expect([statusCode, headers.location]).toEqual([302, `/builds/${OLD_BUILD.sha256}/new.exe`]);
    const missing = await get("/version/45.1/none.exe");
    expect(missing.statusCode).toBe(404);
    expect(missing.json().errors[0].code).toBe("not_found");
    expect(context.checks.feed).toEqual({ update: 0, stay: 0 });
  });

  test("is not offered a build that lacks a proof that it needs", async () => {
    context = toyContext(aBuild(NEW.id, { ...BUILD, fileName: "new.exe" }));
    app = await toyApp(context);
    expect((await get("/version/45.0/feed.json")).json()).toMatchObject({ version: "45.1" });
    expect((await get("/version/45.1/feed.json")).statusCode).toBe(204);
    expect((await get("/version/45.1/new.exe")).statusCode).toBe(404);
  });
});
