import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { emptyStore } from "../support/databases.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { accepted, get, send } from "./caller.ts";
import {
  dayOf,
  type MadeWorld,
  makeChange,
  makeWorld,
  questions,
  type SmallQuestion,
  toQuery,
  worlds,
} from "./small-world.ts";

let store: Store;

beforeAll(async () => {
  store = await borrowStore("embedded");
  return () => store.close();
});

/** How often the fast way answered by itself, and how often it left a question to the full one. */
const answered = { fast: 0, full: 0 };
/** How many answers offered a step on the way. */
let steps = 0;

test("the fast way, the full way and explain answer alike, whatever is asked of whatever world", async () => {
  const days = fc.array(fc.integer({ min: 20, max: 120 }), { minLength: 3, maxLength: 3 });
  const property = fc.asyncProperty(worlds, questions, days, async (world, asked, later) => {
    await emptyStore(store);
    const server = await startServer(store);
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
      }
    } finally {
      await server.close();
    }
  });
  await fc.assert(property, { numRuns: 12 });
  expect(answered.fast).toBeGreaterThan(answered.full);
  expect(answered.full).toBeGreaterThan(0);
  expect(steps).toBeGreaterThan(0);
});

async function answersAlike(
  server: TestServer,
  made: MadeWorld,
  asked: readonly SmallQuestion[],
): Promise<void> {
  for (const question of asked) {
    const { organization, query } = toQuery(question, made);
    const path = `/v1/updates/check?organization=${organization}&${query}`;
    const fast = await send(server, null, { method: "GET", path });
    const full = await send(server, null, { method: "GET", path: path.replace("arch=", "%61rch=") });
    expect(full.headers.has("trackingid")).toBe(true);
    answered[fast.headers.has("trackingid") ? "full" : "fast"]++;
    expect(verdictOf(accepted(fast)), path).toEqual(verdictOf(accepted(full)));
    if (!made.organizations.some(({ id }) => id === organization)) continue;
    const explained = await get(server, VENDOR_TOKEN, `/v1/organizations/${organization}/explain?${query}`);
    expect(verdictOf(explained.verdict), path).toEqual(verdictOf(full.json));
  }
}

/**
 * A verdict without when to ask again, which is drawn by lot; that it is within a day (R16), or an hour before the next
 * step (R28), is looked at here.
 */
function verdictOf({ nextCheckSeconds, ...verdict }: { nextCheckSeconds: number; final: boolean }): object {
  expect(Number.isInteger(nextCheckSeconds)).toBe(true);
  expect(nextCheckSeconds).toBeGreaterThanOrEqual(1);
  expect(nextCheckSeconds).toBeLessThanOrEqual(verdict.final ? 86_400 : 3_600);
  steps += verdict.final ? 0 : 1;
  return verdict;
}
