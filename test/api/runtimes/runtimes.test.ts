import { createServer } from "node:http";
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
import { dayOf, makeWorld, worlds } from "../small-world.ts";
import { type AnsweredAsIs, type AskedAsIs, askAsIs } from "./ask-as-is.ts";
import { KNOWN_ALREADY, POSTED, requestsOf, UNUSUAL } from "./asked.ts";
import { partsOf } from "./parts-of-server.ts";
import { startProgram, startRuntime } from "./runtime.ts";
import { contextOf } from "./sent-parts.ts";
import { wholeAnswerer } from "./whole-answerer.ts";

const PUBLIC_URL = "https://updates.example.org/sluice";

let server: TestServer;
let asked: readonly AskedAsIs[];
/** The statuses that the answers must have among them: 304 where no rollout makes answers personal. */
let expected = [200, 400, 404, 413, 414];

beforeAll(async () => {
  // The time to ask again is drawn by lot, and has to be the same everywhere here.
  const chance = vi.spyOn(Math, "random").mockReturnValue(0.5);
  const store = await borrowStore("embedded");
  server = await startServer(store, { publicUrl: PUBLIC_URL, edgeKey: EDGE_KEY });
  const [world] = fc.sample(worlds, { numRuns: 1, seed: SEED });
  const made = await makeWorld(server, world!);
  if (world!.releases.every(({ rolloutDays }) => rolloutDays === 0)) expected = [304, ...expected];
  server.setClock(dayOf(7));
  const numRuns = atDepth({ gate: 4, soak: 40 });
  const questions = fc.sample(feedQuestions, { numRuns, seed: SEED }).flat();
  asked = [
    ...questions.flatMap((question) => requestsOf(question, made)),
    KNOWN_ALREADY,
    ...UNUSUAL,
    ...POSTED,
  ];
  return async () => {
    await server.close();
    await store.close();
    chance.mockRestore();
  };
});

/** Asks a server and whatever else listens on a port the same, one request after another. */
async function answersAsServer(port: number): Promise<void> {
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
  const answer = wholeAnswerer(contextOf(await partsOf(server)));
  const other = createServer(async (request, response) =>
    sendByNode(response, await answer(request, nodeBodyReader(request))),
  );
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  try {
    await answersAsServer((other.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

for (const name of ["bun", "deno"] as const) {
  soakTest(`an answerer on ${name} answers installations as a server does, to the byte`, async () => {
    const running = await startRuntime(name, await partsOf(server));
    try {
      await answersAsServer(running.port);
    } finally {
      await running.stop();
    }
  });

  soakTest(`an edge on ${name} answers installations as a server does, to the byte`, async () => {
    const order = { origin: server.url, now: dayOf(7), edgeKey: EDGE_KEY, publicUrl: PUBLIC_URL };
    const running = await startProgram(name, "answering-edge.ts", [JSON.stringify(order)]);
    try {
      await answersAsServer(running.port);
    } finally {
      await running.stop();
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
