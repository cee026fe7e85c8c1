import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import { sendByNode } from "../../../src/updates/node-http.ts";
import { nodeBodyReader } from "../../../src/updates/read-node-body.ts";
import { FAULTY_PATHS } from "../../edge/faulty-answerer.ts";
import { atDepth, SEED, soakTest } from "../../support/depth.ts";
import { EDGE_KEY } from "../../support/edge-process.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { feedQuestions } from "../feed-requests.ts";
import { dayOf, makeWorld, type SmallWorld, worlds } from "../small-world.ts";
import { type AnsweredAsIs, type AskedAsIs, askAsIs } from "./ask-as-is.ts";
import { KNOWN_ALREADY, POSTED, requestsOf, UNUSUAL } from "./asked.ts";
import { fetchHandlerOf, sendResponse, toFetchRequest } from "./fetch-on-node.ts";
import { partsOf } from "./parts-of-server.ts";
import { startProgram, startRuntime } from "./runtime.ts";
import { contextOf } from "./sent-parts.ts";
import { wholeAnswerer } from "./whole-answerer.ts";

const PUBLIC_URL = "https://updates.example.org/sluice";

/** A server with a stopped clock, and what is asked of it. */
interface AskedServer {
  readonly server: TestServer;
  readonly asked: readonly AskedAsIs[];
  /** The statuses that its answers must have among them. */
  readonly expected: number[];
}

let servers: readonly AskedServer[];

beforeAll(async () => {
  // The time to ask again is drawn by lot, and has to be the same everywhere here.
  const chance = vi.spyOn(Math, "random").mockReturnValue(0.5);
  const [world] = fc.sample(worlds, { numRuns: 1, seed: SEED });
  const isRolledOut = world!.releases.some(({ rolloutDays }) => rolloutDays > 0);
  // A rollout makes answers personal, so that no cache may share them. Without one they can be shared.
  const shared = withoutRollouts(world!);
  servers = await Promise.all([
    startAsked(shared, [200, 304, 400, 404, 413, 414]),
    ...(isRolledOut ? [startAsked(world!, [200, 400, 404, 413, 414])] : []),
  ]);
  return async () => {
    for (const { server } of servers) {
      await server.close();
      await server.context.store.close();
    }
    chance.mockRestore();
  };
});

function withoutRollouts(world: SmallWorld): SmallWorld {
  const releases = world.releases.map((release) => Object.assign({}, release, { rolloutDays: 0 }));
  return Object.assign({}, world, { releases });
}

async function startAsked(world: SmallWorld, expected: number[]): Promise<AskedServer> {
  const store = await borrowStore("embedded");
  const server = await startServer(store, { publicUrl: PUBLIC_URL, edgeKey: EDGE_KEY });
  const made = await makeWorld(server, world);
  server.setClock(dayOf(7));
  const numRuns = atDepth({ gate: 4, soak: 40 });
  const questions = fc.sample(feedQuestions, { numRuns, seed: SEED }).flat();
  const asked = [
    ...questions.flatMap((question) => requestsOf(question, made)),
    KNOWN_ALREADY,
    ...UNUSUAL,
    ...POSTED,
  ];
  return { server, asked, expected };
}

/** Asks a server and whatever else listens on a port the same, one request after another. */
async function answersAsServer(port: number, { server, asked, expected }: AskedServer): Promise<void> {
  const serverPort = Number(new URL(server.url).port);
  const statuses = new Set<number>();
  const differences: object[] = [];
  for (const request of asked) {
    const own = await askAsIs(port, request);
    const theirs = await askAsIs(serverPort, request);
    statuses.add(theirs.status);
    const differing = differencesOf(own, theirs);
    if (differing.length > 0) differences.push({ request, differing });
  }
  expect(differences.slice(0, 5), `${differences.length} of ${asked.length} differ`).toEqual([]);
  expect([...statuses]).toEqual(expect.arrayContaining(expected));
}

/** What differs in two answers, as `name: value instead of value`. */
function differencesOf(own: AnsweredAsIs, theirs: AnsweredAsIs): readonly string[] {
  const one = allOf(own);
  const other = allOf(theirs);
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => one[name] !== other[name])
    .map((name) => `${name}: ${one[name]} instead of ${other[name]}`);
}

function allOf({ status, headers, body }: AnsweredAsIs): Readonly<Record<string, string>> {
  return Object.assign({ ":status": String(status), ":body": body }, headers);
}

test("an answerer behind node:http alone answers installations as a server does, to the byte", async () => {
  for (const one of servers) {
    const answer = wholeAnswerer(contextOf(await partsOf(one.server)));
    await whileListening(
      async (request, response) => sendByNode(response, await answer(request, nodeBodyReader(request))),
      (port) => answersAsServer(port, one),
    );
  }
});

test("an answerer in the style of the Fetch standard answers installations as a server does, to the byte", async () => {
  for (const one of servers) {
    const handle = fetchHandlerOf(contextOf(await partsOf(one.server)));
    await whileListening(
      async (request, response) => sendResponse(response, await handle(toFetchRequest(request))),
      (port) => answersAsServer(port, one),
    );
  }
});

async function whileListening(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  act: (port: number) => Promise<void>,
): Promise<void> {
  const listening = createServer(handle);
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  try {
    await act((listening.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => listening.close(resolve));
  }
}

for (const name of ["bun", "deno"] as const) {
  soakTest(`an answerer on ${name} answers installations as a server does, to the byte`, async () => {
    for (const one of servers) {
      const running = await startRuntime(name, await partsOf(one.server));
      try {
        await answersAsServer(running.port, one);
      } finally {
        await running.stop();
      }
    }
  });

  soakTest(`an edge on ${name} answers installations as a server does, to the byte`, async () => {
    for (const one of servers) {
      const { url: origin } = one.server;
      const order = { origin, now: dayOf(7), edgeKey: EDGE_KEY, publicUrl: PUBLIC_URL };
      const running = await startProgram(name, "answering-edge.ts", [JSON.stringify(order)]);
      try {
        await answersAsServer(running.port, one);
      } finally {
        await running.stop();
      }
    }
  });

  soakTest(
    `a fault of an edge on ${name} in one request is answered with 500, and others are answered`,
    async () => {
      const running = await startProgram(name, "faulty-edge.ts", []);
      try {
        for (const path of FAULTY_PATHS) {
          const { status, body } = await askAsIs(running.port, { method: "GET", path });
          expect([path, status]).toEqual([path, 500]);
          expect(JSON.parse(body)).toMatchObject({ errors: [{ code: "internal" }], trackingId: "made up" });
          expect(await askAsIs(running.port, { method: "GET", path: "/else" })).toMatchObject({
            status: 204,
          });
        }
      } finally {
        await running.stop();
      }
    },
  );
}
