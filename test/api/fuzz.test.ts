import { expect, test } from "vitest";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { atDepth, SEED } from "../support/depth.ts";
import { startServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { get } from "./caller.ts";
import { fuzzServer } from "./fuzz/fuzz-server.ts";
import { makeTwoWorlds } from "./fuzz/two-worlds.ts";

/** A count and not a time, so that a slow machine tries as much as a fast one. */
const REQUESTS = atDepth({ gate: 1_500, soak: 10_000 });
/** `npm run fuzz` goes on for longer. */
const MILLISECONDS = Number(process.env.FUZZ_SECONDS ?? 0) * 1000;
const DATABASE = process.env.FUZZ_DATABASE === "postgresql" ? "postgresql" : "embedded";

test(`no request breaks the server, shows another partner's data or leaves half a change (seed ${SEED})`, {
  timeout: MILLISECONDS + REQUESTS * 100,
}, async () => {
  const store = await borrowStore(DATABASE);
  const server = await startServer(store);
  const place = await makeTwoWorlds(server);
  const report = await fuzzServer(server, place, {
    seed: SEED,
    requests: REQUESTS,
    milliseconds: MILLISECONDS,
  });
  expect(report.findings.join("\n\n")).toBe("");
  expect(report.requests).toBeGreaterThanOrEqual(REQUESTS);
  expect(report.bySession).toBeGreaterThan(20);
  expect(report.accepted.size, [...report.accepted].join()).toBeGreaterThan(30);
  console.log(
    `${report.requests} requests, ${JSON.stringify(report.statuses)}, ${report.accepted.size} accepted`,
  );

  expect((await verifyLedger(store)).findings).toEqual([]);
  expect(await get(server, VENDOR_TOKEN, "/v1/me")).toMatchObject({ role: "vendor_admin" });
  const { ledger, behind } = await get(server, null, "/readyz");
  expect([ledger > 0, behind]).toEqual([true, 0]);
  await server.close();
  await store.close();
});
