import { beforeAll, expect, test } from "vitest";
import { readEdgeConfig } from "../../src/edge/edge-config.ts";
import { type RunningEdge, startEdge } from "../../src/edge/start-edge.ts";
import { EDGE_PATHS } from "../../src/updates/edge-protocol.ts";
import { askAsEdge, CHECKPOINT, EDGE_KEY } from "../api/edges/ask-as-edge.ts";
import { endKey, enrolmentOf, makeKey, NOW, newEnrolled, setRequired } from "../api/enrolment/ground.ts";
import { startServer, type TestServer } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";

let server: TestServer;
/** An organization that required its key before the edge began. */
let before: { readonly id: string; readonly tag: string };
let edge: RunningEdge;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store, { edgeKey: EDGE_KEY });
  server.setClock(NOW);
  before = await newEnrolled(server);
  const config = readEdgeConfig({
    SLUICE_CONFIG: "/dev/null",
    SLUICE_ORIGIN_URL: server.url,
    SLUICE_EDGE_KEY: EDGE_KEY,
    EDGE_PORT: "0",
    LOG_LEVEL: "silent",
  });
  if (!config.ok) throw new Error(config.error.message);
  const started = await startEdge(config.value, { now: () => Date.parse(NOW), limits: { drainMs: 0 } });
  if (!started.ok) throw new Error(started.error.message);
  edge = started.value;
  await edge.begun;
  return async () => {
    await edge.close();
    await server.close();
    await store.close();
  };
});

/** Asks the edge as an installation does. */
async function ask(id: string, installation: string, key: string): Promise<void> {
  const query = `organization=${id}&platform=win&arch=x64&version=45.1&installation=${installation}${key}`;
  expect((await fetch(`${edge.url}/v1/updates/check?${query}`)).status).toBe(200);
}

/** Waits until the edge knows what the server knows. */
async function followed(): Promise<void> {
  const answered = `sluice_answered_sequence ${server.context.fleet.sequence}\n`;
  const metrics = async () => (await fetch(`${edge.url}/metrics`)).text();
  await expect.poll(metrics, { timeout: PATIENCE_MS }).toContain(answered);
}

/** Waits until the server has been told this of an organization: what is counted, without a key, and left out. */
async function isTold(id: string, [installations, withoutKey, unproven]: readonly [number, number, number]) {
  const seen = async () => {
    await server.context.checkInWriter.flush();
    return (await enrolmentOf(server, id)).seen;
  };
  await expect.poll(seen, { timeout: PATIENCE_MS }).toEqual({ installations, withoutKey, unproven });
}

/** How long an edge may take to be told of a change, or to tell, on a busy machine. */
const PATIENCE_MS = 20_000;

test("an edge counts by the keys that it was given with its world, and by those that came later, and tells what it left out", async () => {
  await ask(before.id, "right", `&key=${before.tag}`);
  await ask(before.id, "none", "");
  await isTold(before.id, [1, 0, 1]);

  const later = await newEnrolled(server);
  await followed();
  await ask(later.id, "right", `&key=${later.tag}`);
  for (const stranger of ["a", "b"]) await ask(later.id, stranger, `&key=${before.tag}`);
  await isTold(later.id, [1, 0, 2]);

  const newer = await makeKey(server, later.id);
  await endKey(server, later.id, 1);
  await followed();
  await ask(later.id, "moved", `&key=${newer}`);
  await ask(later.id, "late", `&key=${later.tag}`);
  await isTold(later.id, [2, 1, 3]);

  await setRequired(server, later.id, false);
  await followed();
  await ask(later.id, "late", "");
  await isTold(later.id, [3, 2, 3]);
});

test("a server sends an edge digests of tags, and nothing that a tag could be made with", async () => {
  for (const path of [CHECKPOINT, `${EDGE_PATHS.entries}?after=0&hash=${"0".repeat(64)}&max=100&wait=0`]) {
    const answer = await askAsEdge(server, path);
    const sent = Buffer.from(await answer.arrayBuffer()).toString("latin1");
    expect([path, answer.status, sent.includes("tagDigest")]).toEqual([path, 200, true]);
    expect(sent.includes(before.tag)).toBe(false);
  }
});
