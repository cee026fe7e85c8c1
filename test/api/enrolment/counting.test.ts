import { beforeAll, describe, expect, test } from "vitest";
import { digestTag } from "../../../src/ledger/enrolment-digest.ts";
import { EDGE_PATHS } from "../../../src/updates/edge-protocol.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { addBuilds } from "../adoption/ground.ts";
import { accepted, get, send } from "../caller.ts";
import { askAsEdge, EDGE_KEY } from "../edges/ask-as-edge.ts";
import { make } from "../tenancy.ts";
import { endKey, enrolmentOf, makeKey, NOW, newEnrolled, newOrganization, setRequired } from "./ground.ts";

let server: TestServer;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store, {
    edgeKey: EDGE_KEY,
    countsFromLogs: true,
    publicUrl: "http://127.0.0.1",
  });
  server.setClock(NOW);
  const release = { version: "46.1", automaticAt: "2026-01-01", slowAt: "2026-01-01", state: "published" };
  await addBuilds(server, await make(server, "/v1/releases", release));
  return async () => {
    await server.close();
    await store.close();
  };
});

interface Way {
  readonly name: string;
  /** The address of a request of an installation; `key` is what it says of a key, with the parameter's name, or "". */
  readonly url: (id: string, installation: string, key: string) => string;
  readonly headers?: (installation: string) => Record<string, string>;
}

const CHECK = "/v1/updates/check";
const asPairs = (key: string) => key.replaceAll(/&?key=/g, "/key/");
const IN_FULL = { trackingid: "asked-in-full" };

/** Every way in which an installation is counted: a check, and feeds, before routing and after it. */
const WAYS: readonly Way[] = [
  { name: "a plain check", url: (id, one, key) => checkOf(id, one, key) },
  { name: "a check by hand", url: (id, one, key) => checkOf(id, one, `&manual=true${key}`) },
  {
    name: "a check that names the installation in its path",
    url: (id, one, key) => checkOf(id, null, key).replace(CHECK, `${CHECK}/i/${one}`),
  },
  {
    name: "a check that names the installation in a header",
    url: (id, _, key) => checkOf(id, null, key),
    headers: (one) => ({ "sluice-installation": one }),
  },
  { name: "a feed", url: (id, one, key) => feedOf(id, `&installation=${one}${key}`) },
  {
    name: "a feed that is answered in full",
    url: (id, one, key) => feedOf(id, `&installation=${one}${key}`),
    headers: () => IN_FULL,
  },
  {
    name: "a feed with the header of its protocol",
    url: (id, _, key) => feedOf(id, key),
    headers: (one) => ({ "x-user-staging-id": one }),
  },
  {
    name: "a feed with pairs in its path",
    url: (id, one, key) =>
      `/feeds/velopack/${id}${asPairs(key)}/installation/${one}/releases.win.json?localVersion=45.4.0`,
  },
];

function checkOf(id: string, installation: string | null, more: string): string {
  const named = installation === null ? "" : `&installation=${installation}`;
  return `${CHECK}?organization=${id}&platform=win&arch=x64&version=45.4${named}${more}`;
}

function feedOf(id: string, more: string): string {
  return `/feeds/electron/${id}/latest.yml?version=45.4.0&arch=x64${more}`;
}

interface Asking {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** Sends a request as an updater does. */
async function askAsUpdater({ method, path, headers, body }: Asking) {
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(server.url + path, { method, headers: { ...headers, ...type }, ...sent });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** Sends a request; gives the answer without what is drawn by chance, and what became of the check-in. */
async function asked(way: Way, id: string, installation: string, key: string) {
  const { checkIns } = server.context;
  const before = checkIns.unproven;
  const { status, text, headers } = await askAsUpdater({
    method: "GET",
    path: way.url(id, installation, key),
    headers: way.headers?.(installation) ?? {},
    body: undefined,
  });
  const waiting = checkIns.oldest(1_000).filter((one) => one.installation === installation);
  return {
    answer: {
      status,
      text: text.replace(/"nextCheckSeconds":\d+|"elapsed_(days|seconds)":\d+/g, ""),
      caching: [headers.get("cache-control"), headers.get("etag"), headers.get("sluice-ignored")],
    },
    keys: waiting.map((one) => one.enrolmentKey),
    unproven: checkIns.unproven - before,
  };
}

describe.each(WAYS)("$name", (way) => {
  test("is answered alike with and without the right key, and counted with it alone", async () => {
    const { id, tag } = await newEnrolled(server);
    const name = `of-${WAYS.indexOf(way)}`;
    for (const turn of [1, 2]) {
      const without = await asked(way, id, `${name}-without-${turn}`, "");
      expect(without).toMatchObject({ keys: [], unproven: 1 });
      const wrong = await asked(way, id, `${name}-wrong-${turn}`, `&key=${"A".repeat(22)}`);
      expect(wrong).toMatchObject({ keys: [], unproven: 1 });
      const right = await asked(way, id, `${name}-right-${turn}`, `&key=${tag}`);
      expect(right).toMatchObject({ keys: [1], unproven: 0 });
      expect(wrong.answer).toEqual(without.answer);
      expect(right.answer).toEqual(without.answer);
      expect(right.answer.status).toBe(200);
    }
  });
});

describe("a key that is required", () => {
  test.each<[string, (tag: string, other: { tag: string; ended: string }) => string]>([
    ["none", () => ""],
    ["an empty one", () => "&key="],
    ["one of another organization", (_, { tag }) => `&key=${tag}`],
    ["one that was ended", (_, { ended }) => `&key=${ended}`],
    ["the right one twice", (tag) => `&key=${tag}&key=${tag}`],
    ["the right one and a wrong one", (tag) => `&key=${tag}&key=${"A".repeat(22)}`],
    ["the right one with a blank behind it", (tag) => `&key=${tag}%20`],
    ["the right one cut", (tag) => `&key=${tag.slice(0, 21)}`],
    ["the right one in other capitals", (tag) => `&key=${swapped(tag)}`],
    ["its digest", (tag) => `&key=${digestTag(tag)}`],
    ["10 kB", () => `&key=${"k".repeat(10_000)}`],
    ["no text", () => "&key=%00%ff%ed%a0%80"],
    ["a list", (tag) => `&key[]=${tag}`],
  ])("is not proven by %s", async (_what, keyOf) => {
    const other = await newEnrolled(server);
    const id = await newOrganization(server);
    const ended = await makeKey(server, id);
    const tag = await makeKey(server, id);
    await endKey(server, id, 1);
    await setRequired(server, id, true);
    const [check, feed] = WAYS.filter(({ name }) => name === "a plain check" || name === "a feed") as [
      Way,
      Way,
    ];
    for (const way of [check, feed]) {
      const said = await asked(way, id, "attacker", keyOf(tag, { tag: other.tag, ended }));
      expect(said).toMatchObject({ keys: [], unproven: 1, answer: { status: 200 } });
    }
  });

  test("is proven by the old one and by the new one, until the old one is ended", async () => {
    const { id, tag: old } = await newEnrolled(server);
    const [way] = WAYS as [Way];
    const newer = await makeKey(server, id);
    expect(await asked(way, id, "old", `&key=${old}`)).toMatchObject({ keys: [1], unproven: 0 });
    expect(await asked(way, id, "new", `&key=${newer}`)).toMatchObject({ keys: [2], unproven: 0 });
    await endKey(server, id, 1);
    expect(await asked(way, id, "late", `&key=${old}`)).toMatchObject({ keys: [], unproven: 1 });
    expect(await asked(way, id, "moved", `&key=${newer}`)).toMatchObject({ keys: [2], unproven: 0 });
    await setRequired(server, id, false);
    expect(await asked(way, id, "any", "")).toMatchObject({ keys: [null], unproven: 0 });
  });

  test("is followed by a reply that was kept before it was required", async () => {
    const id = await newOrganization(server);
    const way = WAYS.find(({ name }) => name === "a feed with the header of its protocol") as Way;
    expect(await asked(way, id, "first", "")).toMatchObject({ keys: [null], unproven: 0 });
    expect(await asked(way, id, "second", "")).toMatchObject({ keys: [null], unproven: 0 });
    await makeKey(server, id);
    await setRequired(server, id, true);
    expect(await asked(way, id, "third", "")).toMatchObject({ keys: [], unproven: 1 });
  });
});

describe("who has which key", () => {
  test("is told before a key is required: how many installations would no longer be counted", async () => {
    const id = await newOrganization(server);
    const tag = await makeKey(server, id);
    const [way] = WAYS as [Way];
    await asked(way, id, "with", `&key=${tag}`);
    await asked(way, id, "without", "");
    await server.context.checkInWriter.flush();
    const before = await enrolmentOf(server, id);
    expect(before.keys).toMatchObject([{ number: 1, installations: 1 }]);
    expect(before.seen).toEqual({ installations: 2, withoutKey: 1, unproven: 0 });
    // The same installation comes back with the key, though it says nothing else than before.
    await asked(way, id, "without", `&key=${tag}`);
    await server.context.checkInWriter.flush();
    expect((await enrolmentOf(server, id)).seen).toEqual({ installations: 2, withoutKey: 0, unproven: 0 });
  });

  test("is of the last seven days, and so is what was not counted", async () => {
    const { id, tag } = await newEnrolled(server);
    const [way] = WAYS as [Way];
    try {
      await asked(way, id, "counted", `&key=${tag}`);
      for (const stranger of ["a", "b", "c"]) await asked(way, id, stranger, "");
      await server.context.checkInWriter.flush();
      const adoptionOf = () => get(server, VENDOR_TOKEN, `/v1/adoption?organizationId=${id}`);
      expect(await adoptionOf()).toMatchObject({
        total: 1,
        unproven: { checks: 3, organizationIds: [id] },
      });
      expect((await enrolmentOf(server, id)).seen).toEqual({ installations: 1, withoutKey: 0, unproven: 3 });
      server.setClock("2026-03-18T12:00:00Z");
      expect(await adoptionOf()).toMatchObject({ total: 1, unproven: null });
      expect((await enrolmentOf(server, id)).seen).toEqual({ installations: 0, withoutKey: 0, unproven: 0 });
    } finally {
      server.setClock(NOW);
    }
  });
});

describe("what an edge sends", () => {
  const send = (lines: readonly object[]) =>
    askAsEdge(server, EDGE_PATHS.checkIns, {
      method: "POST",
      body: lines.map((line) => JSON.stringify(line)).join("\n"),
    });

  test("is judged again, since the edge may not know yet what is required; what it did not count is added", async () => {
    const { id } = await newEnrolled(server);
    const said = { user: null, updater: null, running: "45.4", os: null, managed: false, offered: null };
    const told = { ...said, organizationId: id, platform: "win", arch: "x64", at: "2026-03-10T11:00:00Z" };
    const { checkIns } = server.context;
    const before = checkIns.unproven;
    const lines = [
      { ...told, installation: "proven", enrolmentKey: 1 },
      { ...told, installation: "of an older edge" },
      { ...told, installation: "unproven", enrolmentKey: null },
      { ...told, installation: "ended", enrolmentKey: 2 },
      { ...told, installation: "no number", enrolmentKey: "1" },
      { organizationId: id, unproven: 40 },
      { organizationId: id, unproven: -40 },
    ];
    expect(await (await send(lines)).json()).toMatchObject({ taken: 5, unknown: 0, unfit: 2 });
    expect(checkIns.unproven - before).toBe(43);
    await server.context.checkInWriter.flush();
    const { keys, seen } = await enrolmentOf(server, id);
    expect(keys).toMatchObject([{ installations: 1 }]);
    expect(seen).toEqual({ installations: 1, withoutKey: 0, unproven: 43 });
  });
});

describe("a log of a cache", () => {
  test("is read by the same rule, and says which lines had no key", async () => {
    const { id, tag } = await newEnrolled(server);
    const at = "2026-03-10T11:00:00Z";
    const body = {
      requests: [
        { at, url: checkOf(id, "logged", `&key=${tag}`) },
        { at, url: feedOf(id, `&key=${tag}`), installation: "logged feed" },
        { at, url: checkOf(id, "stranger", "") },
      ],
    };
    const call = { method: "POST", path: "/v1/imports/check-ins", body };
    const answer = accepted(await send(server, VENDOR_TOKEN, call));
    expect(answer).toMatchObject({ noted: 2, skipped: [{ index: 2, reason: "without_enrolment_key" }] });
    await server.context.checkInWriter.flush();
    expect((await enrolmentOf(server, id)).seen).toEqual({ installations: 2, withoutKey: 0, unproven: 0 });
  });
});

describe("the addresses of apps", () => {
  test("have the tag of the newest key, and with it their installations are counted", async () => {
    const id = await newOrganization(server);
    const connections = async () =>
      (await get(server, VENDOR_TOKEN, `/v1/organizations/${id}/connections`)).items;
    expect(JSON.stringify(await connections())).not.toMatch(/[?&/]key[=/]/);
    await makeKey(server, id);
    const tag = await makeKey(server, id);
    await setRequired(server, id, true);
    for (const platform of ["win", "mac", "linux"]) {
      const path = `/v1/organizations/${id}/connections?platform=${platform}&version=45.4.0`;
      for (const { updater, frameworks, request } of (await get(server, VENDOR_TOKEN, path)).items) {
        for (const { name, files } of frameworks) {
          const text = files.map((file: { text: string }) => file.text).join("\n");
          expect(text, name).toContain(tag);
          // Every address of the organization has it, not only one of them.
          expect(text.split(id).length - 1, name).toBeLessThanOrEqual(text.split(tag).length);
        }
        const { checkIns } = server.context;
        const before = checkIns.unproven;
        await askAsUpdater({
          method: request.method,
          path: request.path,
          headers: { "sluice-installation": `${updater}-${platform}` },
          body: request.body,
        });
        expect([updater, checkIns.unproven - before]).toEqual([updater, 0]);
      }
    }
  });
});

function swapped(tag: string): string {
  return [...tag]
    .map((letter) => (/[a-z]/.test(letter) ? letter.toUpperCase() : letter.toLowerCase()))
    .join("");
}
