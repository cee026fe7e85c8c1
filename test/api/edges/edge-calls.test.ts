import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ENDPOINTS } from "../../../src/api/endpoints.ts";
import { makeLog } from "../../../src/api/server/request-log.ts";
import { LedgerFollower } from "../../../src/fleet/ledger-follower.ts";
import { World } from "../../../src/fleet/world.ts";
import { differencesBetween } from "../../../src/fleet/world-differences.ts";
import { worldOf } from "../../../src/fleet/world-image.ts";
import type { LedgerPosition } from "../../../src/ledger/entry.ts";
import { LEDGER_START } from "../../../src/ledger/hash.ts";
import { fromSentEntry, type SentEntry } from "../../../src/ledger/sent-entry.ts";
import { ok } from "../../../src/result.ts";
import { changeStore } from "../../../src/store/ledger/change.ts";
import { ledgerSource } from "../../../src/store/ledger/ledger-table.ts";
import type { Store } from "../../../src/store/store.ts";
import { readEdgeKeys } from "../../../src/updates/edge-keys.ts";
import {
  EDGE_HEADERS,
  EDGE_PATHS,
  POSITION_HEADERS,
  SERVER_HEADERS,
} from "../../../src/updates/edge-protocol.ts";
import { anOrganization, aPartner, at, aUser, aWord } from "../../support/records.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { registeredRoutes } from "../registered-routes.ts";
import { askAsEdge, CHECKPOINT, EDGE_KEY, entriesPath, linesOf, refusalOf } from "./ask-as-edge.ts";

/** Nothing of this may leave the server: it decides nothing. */
const PLANTED = {
  actor: "planted-id-of-an-actor",
  person: "Planted Person",
  customer: "Planted Customer",
  email: "planted@example.org",
  partner: "Planted Partner",
};

let store: Store;
let server: TestServer;
const logged: string[] = [];

beforeAll(async () => {
  store = await borrowStore("embedded");
  const log = makeLog("info", { write: (line: string) => void logged.push(line) });
  server = await startServer(store, { edgeKey: EDGE_KEY }, { log });
  return async () => {
    await server.close();
    await store.close();
  };
});
beforeEach(() => {
  logged.length = 0;
});

/** One transaction with every planted text, and some customers. */
async function plant(customers = 1): Promise<void> {
  const setBy = { ...aWord("latest:2").setBy, id: PLANTED.actor, displayName: PLANTED.person };
  const actor = {
    ...setBy,
    role: "vendor_admin",
    partnerId: null,
    organizationId: null,
    organizationIds: null,
  } as const;
  const partner = aPartner({ name: PLANTED.partner });
  const word = { ...aWord("latest:2"), setBy };
  await changeStore(store, { actor, now: at("2026-03-01") }, async (change) => {
    const create = { action: "create", before: null } as const;
    await change.record({ subject: "partner", id: partner.id, ...create, after: partner });
    const settings = { schedule: word, allowCustomerOverride: true, updatedAt: change.at, updatedBy: setBy };
    await change.record({ subject: "partner_settings", id: partner.id, ...create, after: settings });
    for (let number = 0; number < customers; number++) {
      const after = anOrganization({ name: PLANTED.customer, partnerIds: [partner.id] });
      const { id } = after;
      await change.record({ subject: "organization", id, ...create, after });
      const own = { own: word, partners: {}, legacy: null };
      await change.record({ subject: "organization_settings", id, ...create, after: own });
      const user = aUser(id, { displayName: PLANTED.person, email: PLANTED.email });
      await change.record({ subject: "user", id: user.id, ...create, after: user });
      const isOn = { allowAutomaticUpgrades: true, updatedAt: change.at, updatedBy: setBy };
      const settingsOf = { subject: "user_settings", id: user.id, organizationId: id } as const;
      await change.record({ ...settingsOf, ...create, after: isOn });
    }
    return ok(null);
  });
  await server.context.follower.catchUp();
}

async function fromDatabase(): Promise<World> {
  const world = new World();
  await new LedgerFollower(ledgerSource(store.database), world).catchUp();
  return world;
}

function expectNothingPlanted(text: string): void {
  for (const planted of Object.values(PLANTED)) expect(text).not.toContain(planted);
}

describe("without the edge key", () => {
  test("a server has none of these paths; with it there are these, and no more", async () => {
    const other = await startServer(store);
    const routes = async (one: TestServer) => new Set(await registeredRoutes(one));
    const [without, withKey] = [await routes(other), await routes(server)];
    const own = [...withKey].filter((route) => !without.has(route));
    const { checkpoint, entries, keys, checkIns } = EDGE_PATHS;
    expect(own.sort()).toEqual(
      [`GET ${checkpoint}`, `GET ${entries}`, `GET ${keys}`, `POST ${checkIns}`].sort(),
    );
    for (const path of [CHECKPOINT, entriesPath(LEDGER_START), keys]) {
      expect(await refusalOf(await askAsEdge(other, path))).toEqual([404, "path_unknown"]);
    }
    await other.close();
  });

  test.each([
    ["no token", null],
    ["the token of the vendor", VENDOR_TOKEN],
    ["a part of the key", EDGE_KEY.slice(1)],
    ["the key in capitals", EDGE_KEY.toUpperCase()],
  ])("%s opens none of them", async (_what, key) => {
    const { checkIns, keys } = EDGE_PATHS;
    for (const path of [CHECKPOINT, entriesPath(LEDGER_START), keys]) {
      expect(await refusalOf(await askAsEdge(server, path, { key }))).toEqual([401, "not_signed_in"]);
    }
    const batch = await askAsEdge(server, checkIns, { key, method: "POST", body: "{}" });
    expect(await refusalOf(batch)).toEqual([401, "not_signed_in"]);
  });

  test("calls are counted by address, and those with it are not", async () => {
    const limited = await startServer(store, { edgeKey: EDGE_KEY, callsPerMinute: 2 });
    const statuses: number[] = [];
    for (const key of [null, "wrong", "wrong", null]) {
      statuses.push((await askAsEdge(limited, EDGE_PATHS.keys, { key })).status);
    }
    for (let number = 0; number < 5; number++)
      statuses.push((await askAsEdge(limited, EDGE_PATHS.keys)).status);
    expect(statuses).toEqual([401, 401, 429, 429, 200, 200, 200, 200, 200]);
    await limited.close();
  });
});

describe("the edge key", () => {
  test("opens nothing else, and is never logged", async () => {
    for (const { method, path } of ENDPOINTS) {
      const asked = path.replaceAll(/:\w+/g, randomUUID());
      expect([path, await refusalOf(await askAsEdge(server, asked, { method }))]).toEqual([
        path,
        [401, "token_invalid"],
      ]);
    }
    await (await askAsEdge(server, EDGE_PATHS.keys)).text();
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join("")).not.toContain(EDGE_KEY);
  });

  test.each([
    ["another version of the protocol", EDGE_HEADERS.protocol, "0", [409, "edge_protocol_unknown"]],
    ["a name with a space", EDGE_HEADERS.edge, "my edge", [400, "header_missing"]],
    ["a name without end", EDGE_HEADERS.edge, "x".repeat(65), [400, "header_missing"]],
  ])("needs an edge that fits: %s is refused", async (_what, name, value, refused) => {
    const answer = await askAsEdge(server, EDGE_PATHS.keys, { headers: { [name]: value } });
    expect(await refusalOf(answer)).toEqual(refused);
  });
});

describe("a checkpoint", () => {
  test("is the world at a position of the ledger, and names nobody", async () => {
    await plant(40);
    const answer = await askAsEdge(server, CHECKPOINT);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const { sequence, hash } = POSITION_HEADERS;
    const head = { sequence: Number(answer.headers.get(sequence)), hash: answer.headers.get(hash) ?? "" };
    const world = worldOf(bytes, head);
    expect([...differencesBetween(world, await fromDatabase())]).toEqual([]);
    expect(world.organizations.count).toBeGreaterThanOrEqual(40);
    expect(world.head).toEqual(server.context.fleet.head);
    expectNothingPlanted(Buffer.from(bytes).toString("latin1"));
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(Date.parse(answer.headers.get(SERVER_HEADERS.now) ?? "")).toBeGreaterThan(0);
  });

  test("is shared by edges that start together, whatever changes meanwhile", async () => {
    const first = await askAsEdge(server, CHECKPOINT);
    await plant();
    const second = await askAsEdge(server, CHECKPOINT);
    const position = (answer: Response) => answer.headers.get(POSITION_HEADERS.sequence);
    expect(position(second)).toBe(position(first));
    const [one, other] = [await first.arrayBuffer(), await second.arrayBuffer()];
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  });

  test.each([
    ["another format", "?format=1", [409, "checkpoint_format_unknown"]],
    ["no format", "", [400, "invalid_field"]],
    [
      "something that it does not know",
      `${CHECKPOINT.slice(CHECKPOINT.indexOf("?"))}&since=1`,
      [400, "unknown_field"],
    ],
  ])("of %s is refused", async (_what, query, refused) => {
    expect(await refusalOf(await askAsEdge(server, EDGE_PATHS.checkpoint + query))).toEqual(refused);
  });
});

describe("the entries", () => {
  const readAll = async (max: number) => {
    const texts: string[] = [];
    const world = new World();
    let position: LedgerPosition = LEDGER_START;
    for (;;) {
      const answer = await askAsEdge(server, entriesPath(position, max));
      const text = await answer.text();
      texts.push(text);
      const lines = text.split("\n").filter((line) => line !== "");
      const entries = lines.map((line) => fromSentEntry(JSON.parse(line) as SentEntry));
      for (const entry of entries) {
        if (world.pendingChange !== entry.change) world.settle();
        world.take([entry]);
      }
      if (entries.length < max) break;
      position = entries.at(-1) ?? position;
    }
    world.settle();
    return { world, text: texts.join("") };
  };

  test.each([2_000, 7, 1])("in answers of %i make the same world, and name nobody", async (max) => {
    await plant(max === 2_000 ? 60 : 2);
    const { world, text } = await readAll(max);
    expect([...differencesBetween(world, await fromDatabase())]).toEqual([]);
    expect(world.head).toEqual(server.context.fleet.head);
    expectNothingPlanted(text);
  });

  test("wait for the next change, which every edge gets at once", async () => {
    const { head } = server.context.fleet;
    const waiting = [1, 2, 3].map(async () => linesOf(await askAsEdge(server, entriesPath(head, 2_000, 20))));
    await waitUntil(() => isWaiting(3));
    await plant();
    const answers = await Promise.all(waiting);
    expect(answers[0]?.length).toBe(6);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test("are none if nothing changes in the time that an edge waits", async () => {
    const answer = await askAsEdge(server, entriesPath(server.context.fleet.head, 2_000, 1));
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });

  test("after an entry that the ledger does not have are refused", async () => {
    const { head } = server.context.fleet;
    const other = { sequence: head.sequence, hash: "0".repeat(64) };
    for (const position of [other, { ...head, sequence: head.sequence + 1 }, { ...other, sequence: 1 }]) {
      const answer = await askAsEdge(server, entriesPath(position, 10, 20));
      expect(await refusalOf(answer)).toEqual([409, "position_unknown"]);
    }
  });

  test.each(["after=-1", "after=x", "max=0", "max=2001", "wait=26", "hash=zz", "wait=", "after=1e99"])(
    "asked for with %s are refused",
    async (changed) => {
      const [name = "", value = ""] = changed.split("=");
      const url = new URL(entriesPath(LEDGER_START), server.url);
      url.searchParams.set(name, value);
      const answer = await askAsEdge(server, url.pathname + url.search);
      expect(await refusalOf(answer)).toEqual([400, "invalid_field"]);
    },
  );

  test("do not keep a server from stopping, nor are they held for an edge that is gone", async () => {
    const other = await startServer(store, { edgeKey: EDGE_KEY });
    const gone = new AbortController();
    const path = entriesPath(other.context.fleet.head, 10, 25);
    const ended = askAsEdge(other, path, { signal: gone.signal }).catch(() => "gone");
    const waits = askAsEdge(other, path);
    await new Promise((resolve) => setTimeout(resolve, 200));
    gone.abort();
    expect(await ended).toBe("gone");
    const stopping = other.close();
    expect(await (await waits).text()).toBe("");
    await stopping;
  });
});

/** Whether so many answers wait, as the metrics tell it. */
async function isWaiting(count: number): Promise<boolean> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return text.includes(`sluice_edges_waiting ${count}\n`);
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("the keys", () => {
  test("are those with which the server signs, with their private halves", async () => {
    const keys = readEdgeKeys(await (await askAsEdge(server, EDGE_PATHS.keys)).json());
    const { feedKeys, tufRoots } = server.context;
    for (const purpose of ["apt", "tuf", "omaha"] as const) {
      expect(keys?.keys[purpose]).toEqual(await feedKeys(purpose));
      expect(keys?.keys[purpose][0]?.privateKey).toMatch(/PRIVATE KEY/);
    }
    expect(keys?.roots).toEqual(await tufRoots());
  });
});

test("the metrics tell of edges, and of no key", async () => {
  await (await askAsEdge(server, EDGE_PATHS.keys, { headers: { [EDGE_HEADERS.edge]: randomUUID() } })).text();
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
  expect(value("sluice_edges")).toBeGreaterThanOrEqual(2);
  expect(value("sluice_edges_behind_entries")).toBeGreaterThanOrEqual(0);
  expect(text).not.toContain(EDGE_KEY);
});
