import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { RawCheckIn } from "../../../src/fleet/raw-check-in.ts";
import { LIMITS } from "../../../src/serving/limits.ts";
import { EDGE_LIMITS, EDGE_PATHS } from "../../../src/updates/edge-protocol.ts";
import { readSentCheckIn, type SentCheckIn } from "../../../src/updates/sent-check-in.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { get } from "../caller.ts";
import { make } from "../tenancy.ts";
import { askAsEdge, CHECKPOINT, EDGE_KEY, entriesPath, refusalOf } from "./ask-as-edge.ts";

const NOW = "2026-03-01T12:00:00.000Z";
/** Low bounds, each of which a test reaches. */
const BOUNDS = { ...LIMITS.edges, edges: 3, waiting: 1, checkpointBytesAMinute: 1, checkIns: 12 };

let server: TestServer;
let acme: string;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store, { edgeKey: EDGE_KEY }, { limits: { edges: BOUNDS } });
  server.setClock(NOW);
  acme = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  return async () => {
    await server.close();
    await store.close();
  };
});

function told(installation: string, change: Partial<SentCheckIn> = {}): SentCheckIn {
  const said = { user: null, updater: null, running: "45.4", os: null, managed: false, offered: "46.1" };
  const where = {
    enrolmentKey: null,
    organizationId: acme,
    installation,
    platform: "win",
    arch: "x64",
    at: "2026-03-01T11:00:00Z",
  };
  return { ...said, ...where, ...change };
}

const send = (lines: readonly unknown[], edge = "edge-of-tests") =>
  askAsEdge(server, EDGE_PATHS.checkIns, {
    method: "POST",
    body: lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    headers: { "sluice-edge": edge },
  });

describe("a batch of check-ins", () => {
  test("is written as if the installations had asked the server", async () => {
    const { checkIns } = server.context;
    const unknown = "00000000-0000-4000-8000-00000000dead";
    const lines = [told("one"), told("two", { updater: "electron", managed: true, offered: null })];
    const others = [
      told("three", { organizationId: unknown }),
      "not JSON",
      told("four", { platform: "amiga" }),
    ];
    const answer = await send([...lines, ...others]);
    expect(await answer.json()).toEqual({ taken: 2, unknown: 1, unfit: 2 });
    expect([checkIns.unknown, checkIns.unfit]).toEqual([1, 2]);
    const { items } = await get(server, VENDOR_TOKEN, `/v1/organizations/${acme}/installations`);
    expect(
      items.toSorted((a: { installation: string }, b: { installation: string }) =>
        a.installation < b.installation ? -1 : 1,
      ),
    ).toMatchObject([
      { installation: "one", platform: "win", arch: "x64", version: "45.4", updater: null, offered: "46.1" },
      { installation: "two", updater: "electron", managed: true, offered: null },
    ]);
  });

  test("may come twice, and late: the last that an installation said counts, and none is of the future", async () => {
    const early = [told("five", { at: "2026-03-01T10:00:00Z", running: "45.1" })];
    await (await send(early)).text();
    await (await send([told("five", { at: "2026-03-01T11:30:00Z", running: "45.3" })])).text();
    await (await send(early)).text();
    await (await send([told("six", { at: "2027-01-01T00:00:00Z" })])).text();
    const { items } = await get(server, VENDOR_TOKEN, `/v1/organizations/${acme}/installations`);
    const written = (name: string) =>
      items.find((one: { installation: string }) => one.installation === name);
    expect(written("five")).toMatchObject({ version: "45.3", lastAskedAt: "2026-03-01T11:30:00.000Z" });
    expect(written("six")).toMatchObject({ version: "45.4", lastAskedAt: NOW });
  });

  test("is refused whole while too many wait, and is welcome later", async () => {
    const batch = Array.from({ length: 10 }, (_, number) => told(`later ${number}`));
    const { checkIns, checkInWriter } = server.context;
    for (const one of batch.slice(0, 3)) checkIns.note(readSentCheckIn(one) as RawCheckIn);
    const full = await send(batch);
    expect([full.headers.get("retry-after"), await refusalOf(full)]).toEqual([
      "5",
      [503, "check_ins_waiting"],
    ]);
    await checkInWriter.flush();
    expect((await send(batch)).status).toBe(200);
    expect(checkIns.size).toBe(0);
  });

  test("is refused, and taken when it comes again, if it cannot be written", async () => {
    const { store, checkIns } = server.context;
    const { database } = store;
    await sql`alter table installations rename to installations_away`.execute(database);
    const refused = await send([told("seven")]);
    await sql`alter table installations_away rename to installations`.execute(database);
    expect(await refusalOf(refused)).toEqual([503, "check_ins_waiting"]);
    expect((await send([told("seven")])).status).toBe(200);
    expect(checkIns.size).toBe(0);
    const { items } = await get(server, VENDOR_TOKEN, `/v1/organizations/${acme}/installations`);
    expect(items.map((one: { installation: string }) => one.installation)).toContain("seven");
  });

  test("of too many lines or bytes is refused, and one of nothing but line feeds costs nothing", async () => {
    const many = await send(Array.from({ length: EDGE_LIMITS.checkIns + 1 }, () => "1"));
    expect(await refusalOf(many)).toEqual([400, "too_many_lines"]);
    const large = await send(["x".repeat(EDGE_LIMITS.checkInBytes + 1)]);
    expect(await refusalOf(large)).toEqual([413, "body_too_large"]);
    const empty = await send(["\n".repeat(EDGE_LIMITS.checkInBytes - 1)]);
    expect(await empty.json()).toEqual({ taken: 0, unknown: 0, unfit: 0 });
  });

  test("is not taken as JSON", async () => {
    const headers = { "content-type": "application/json" };
    const answer = await askAsEdge(server, EDGE_PATHS.checkIns, { method: "POST", body: "{}", headers });
    expect(await refusalOf(answer)).toEqual([415, "content_type_unknown"]);
  });
});

describe("a server bounds", () => {
  test("how many edges follow it", async () => {
    const statuses: number[] = [];
    for (const edge of ["a", "b", "c", "d", "a"]) statuses.push((await send([], edge)).status);
    // `edge-of-tests` is one of three.
    expect(statuses).toEqual([200, 200, 503, 503, 200]);
  });

  test("how many answers wait", async () => {
    const { head } = server.context.fleet;
    const first = askAsEdge(server, entriesPath(head, 10, 2));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = await askAsEdge(server, entriesPath(head, 10, 2));
    expect(await refusalOf(second)).toEqual([503, "edges_exceeded"]);
    expect(await (await first).text()).toBe("");
    expect((await askAsEdge(server, entriesPath(head))).status).toBe(200);
  });

  test("how many bytes of checkpoints it sends in a minute", async () => {
    await (await askAsEdge(server, CHECKPOINT)).arrayBuffer();
    const next = await askAsEdge(server, CHECKPOINT);
    expect([next.headers.get("retry-after"), await refusalOf(next)]).toEqual(["5", [503, "edges_exceeded"]]);
  });
});
