import { beforeAll, expect, test } from "vitest";
import { readEdgeConfig } from "../../src/edge/edge-config.ts";
import { type RunningEdge, startEdge } from "../../src/edge/start-edge.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { type DemoServer, startDemo } from "../support/demo-world.ts";
import { EDGE_KEY } from "../support/edge-process.ts";

const NOW = "2026-11-22T13:00:00Z";

let demo: DemoServer;
let edge: RunningEdge;

beforeAll(async () => {
  demo = await startDemo({}, { edgeKey: EDGE_KEY, publicUrl: "http://updates.example.org/sluice" });
  demo.server.setClock(NOW);
  const config = readEdgeConfig({
    SLUICE_CONFIG: "/dev/null",
    SLUICE_ORIGIN_URL: demo.server.url,
    SLUICE_EDGE_KEY: EDGE_KEY,
    EDGE_PORT: "0",
    PUBLIC_URL: "http://updates.example.org/sluice/",
    LOG_LEVEL: "silent",
  });
  if (!config.ok) throw new Error(config.error.message);
  const started = await startEdge(config.value, { now: () => Date.parse(NOW), limits: { drainMs: 0 } });
  if (!started.ok) throw new Error(started.error.message);
  edge = started.value;
  await edge.begun;
  return async () => {
    await edge.close();
    await demo.close();
  };
});

/** What two answers may differ in: when they were sent, their ids, and how soon to ask again, which is spread by chance. */
const OWN_HEADERS = ["date", "trackingid", "content-length"];

/** An answer as far as both must agree; of one that is signed anew each time, all but its bytes. */
async function answerOf(url: string, path: string, init: RequestInit, isSigned: boolean) {
  const answer = await fetch(url + path, { ...init, redirect: "manual" });
  const body = Buffer.from(await answer.arrayBuffer()).toString("latin1");
  const own = isSigned ? [...OWN_HEADERS, "etag"] : OWN_HEADERS;
  return {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !own.includes(name)).sort(),
    body: isSigned
      ? body.length > 0
      : body.replace(/"nextCheckSeconds":\d+/, "").replace(/SLUICE_[0-9a-f-]{36}/, ""),
  };
}

async function expectAlike(path: string, init: RequestInit = {}, isSigned = false): Promise<number> {
  const [own, expected] = [
    await answerOf(edge.url, path, init, isSigned),
    await answerOf(demo.server.url, path, init, isSigned),
  ];
  expect(own, `${init.method ?? "GET"} ${path}`).toEqual(expected);
  return own.status;
}

const organizations = () => [...demo.ids.organizations.values()].slice(0, 4);

test("an edge answers checks as its server does, plain and unusual ones, twice each, and refuses the same", async () => {
  const queries = [
    "platform=win&arch=x64&version=45.6",
    "platform=mac&arch=arm64&version=46.6.1.35236&osVersion=14.2",
    "platform=win&arch=x64&version=45.6&installation=one&manual=true",
    "platform=win&arch=x64&version=45.6&installation=one&installedAt=2026-11-01T00%3A00%3A00Z",
    "platform=linux&arch=x64&version=nonsense&unknown=1",
    "platform=win&arch=x64",
    "platform=amiga&arch=x64&version=45.6",
  ];
  const statuses = new Set<number>();
  for (const organization of ["", ...organizations()]) {
    const said = organization === "" ? "" : `organization=${organization}&`;
    for (const query of queries) {
      for (const prefix of ["", "/sluice"]) {
        const path = `${prefix}/v1/updates/check?${said}${query}`;
        statuses.add(await expectAlike(path));
        await expectAlike(path, { method: "HEAD" });
      }
    }
  }
  expect([...statuses].sort()).toEqual([200, 400]);
});

/** A request of every file of every feed. */
const FEED_REQUESTS = FEEDS.flatMap((feed) =>
  feed.routes.flatMap(({ method, files }) =>
    (files.length === 0 ? [""] : files).map((file) => ({
      name: feed.name,
      file,
      init: method === "POST" ? { method, body: "{}" } : {},
      isSigned: feed.signsWith !== undefined,
    })),
  ),
);

test("an edge answers every feed as its server does, also the second time, and a part, and what is not there", async () => {
  const statuses = new Set<number>();
  for (const { name, file, init, isSigned } of FEED_REQUESTS) {
    for (const organization of organizations().slice(0, 2)) {
      const path = `/feeds/${name}/${organization}/${file}?version=45.6.0&platform=win&arch=x64`;
      statuses.add(await expectAlike(path, init, isSigned));
      await expectAlike(path, init, isSigned);
      await expectAlike(path, { ...init, headers: { range: "bytes=0-9" } }, isSigned);
    }
  }
  await expectAlike("/feeds/none/x/y");
  await expectAlike("/feeds/electron/%ff/latest.yml");
  expect(statuses.has(200)).toBe(true);
});

test("what is not for installations is not there, and said so as the server does", async () => {
  await expectAlike("/nowhere");
  await expectAlike("/nowhere", { method: "DELETE" });
  await expectAlike("/v1/edge/checkpoints");
  for (const path of ["/v1/organizations", "/v1/edge/keys", "/"]) {
    expect((await fetch(edge.url + path)).status, path).toBe(404);
  }
});
