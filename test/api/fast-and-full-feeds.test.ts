import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import type { RawCheckIn } from "../../src/fleet/raw-check-in.ts";
import type { Store } from "../../src/store/store.ts";
import { emptyStore } from "../support/databases.ts";
import { atDepth } from "../support/depth.ts";
import { startServer, type TestServer } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { type Answered, send } from "./caller.ts";
import {
  type FeedQuestionAsked,
  type FeedRequestAsked,
  feedQuestions,
  toFeedRequest,
} from "./feed-requests.ts";
import { dayOf, type MadeWorld, makeChange, makeWorld, worlds } from "./small-world.ts";

let store: Store;

beforeAll(async () => {
  store = await borrowStore("embedded");
  return () => store.close();
});

/** How often the fast way answered by itself, and how often it left a request to the full one. */
const answered = { fast: 0, full: 0 };

test("a feed is answered alike before routing and after it, whatever is asked of whatever world, and whenever", async () => {
  const days = fc.array(fc.integer({ min: 20, max: 120 }), { minLength: 3, maxLength: 3 });
  const property = fc.asyncProperty(worlds, feedQuestions, days, async (world, asked, later) => {
    await emptyStore(store);
    const countsFromLogs = world.changes.length % 2 === 0;
    const server = await startServer(store, { publicUrl: "https://updates.example.org", countsFromLogs });
    try {
      const made = await makeWorld(server, world);
      await answersAlike(server, made, asked);
      for (const change of world.changes) {
        await makeChange(server, made, change);
        await answersAlike(server, made, asked);
      }
      for (const day of [...later].sort((a, b) => a - b)) {
        server.setClock(dayOf(day));
        await answersAlike(server, made, asked);
        server.setClock(new Date(Date.parse(dayOf(day)) + (asked[0]?.at ?? 0)).toISOString());
        await answersAlike(server, made, asked);
      }
    } finally {
      await server.close();
    }
  });
  await fc.assert(property, { numRuns: atDepth({ gate: 5, soak: 60 }), endOnFailure: true });
  expect(answered.fast).toBeGreaterThan(answered.full / 2);
  expect(answered.full).toBeGreaterThan(0);
});

async function answersAlike(
  server: TestServer,
  made: MadeWorld,
  asked: readonly FeedQuestionAsked[],
): Promise<void> {
  for (const question of asked) {
    const request = toFeedRequest(question, made);
    await answersOneAlike(server, request);
    await answersOneAlike(server, { ...request, headers: { ...request.headers, "if-none-match": "*" } });
  }
}

/** Asks twice the way that may be fast, then by the full way; all three are the same to the updater and to the counts. */
async function answersOneAlike(server: TestServer, { path, headers }: FeedRequestAsked): Promise<void> {
  const ask = (method: string, more = {}) =>
    observed(server, () => send(server, null, { method, path, headers: { ...headers, ...more } }));
  const first = await ask("GET");
  const second = await ask("GET");
  const full = await ask("GET", { trackingid: "asked-in-full" });
  expect(full.isFull, path).toBe(true);
  answered[second.isFull ? "full" : "fast"]++;
  expect(first.seen, path).toEqual(full.seen);
  expect(second.seen, path).toEqual(full.seen);
  const head = await ask("HEAD");
  const fullHead = await ask("HEAD", { trackingid: "asked-in-full" });
  expect(head.seen, path).toEqual(fullHead.seen);
}

/** What a request brings: its answer, what is counted, and what is noted of its installation. */
async function observed(server: TestServer, ask: () => Promise<Answered>) {
  const { checks, checkIns } = server.context;
  const noted = vi.spyOn(checkIns, "note");
  const before = structuredClone([checks.feed, checks.unnamed]);
  const unknown = checkIns.unknown;
  const { status, headers, text } = await ask();
  const counted = differences(before, [checks.feed, checks.unnamed]);
  const notes = noted.mock.calls.map(([one]) => withoutWaiting(one));
  noted.mockRestore();
  const seen = {
    status,
    ...(status < 400 ? { text, headers: lasting(headers) } : refused(text)),
    counted,
    notes,
    unknown: checkIns.unknown - unknown,
  };
  return { seen, isFull: headers.has("trackingid") };
}

/** A refusal without the id of its request, which also makes it longer or shorter. */
function refused(text: string) {
  if (!text.startsWith("{")) return { text };
  const { trackingId: _, ...problem } = JSON.parse(text);
  return { problem };
}

function withoutWaiting({ waitsSince: _, ...noted }: RawCheckIn) {
  return noted;
}

/** By how much each number has grown. */
function differences(before: unknown, after: unknown): unknown {
  if (typeof before === "number") return (after as number) - before;
  const pairs = Object.entries(before as object);
  return pairs.map(([name, value]) => [name, differences(value, (after as Record<string, unknown>)[name])]);
}

/** The headers but for those that belong to one answer or one connection alone. */
function lasting(headers: Headers): Record<string, string> {
  const {
    date: _,
    trackingid: __,
    connection: ___,
    "keep-alive": ____,
    ...rest
  } = Object.fromEntries(headers);
  return rest;
}
