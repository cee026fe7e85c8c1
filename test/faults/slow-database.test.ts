import { expect, test } from "vitest";
import { createDatabase } from "../support/databases.ts";
import { Line } from "../support/line.ts";
import { withServers } from "../support/several-servers.ts";
import { enterReleases, SteadyLoad } from "../support/steady-load.ts";
import { expectAgreement, expectNothingLost } from "./nothing-lost.ts";

/** In each direction: every statement takes a fifth of a second more. */
const DELAY_MS = 100;

test("a database that has become slow slows no check; changes are slow, kept, and answered by all", async () => {
  const databaseUrl = await createDatabase();
  const { line, url } = await Line.toDatabase(databaseUrl);
  await withServers([url, databaseUrl], async (slow, other) => {
    await enterReleases(other!.url);
    await expectAgreement([slow!.url, other!.url]);
    line.delayMs = DELAY_MS;
    const load = new SteadyLoad(slow!.url, { clients: 4, writers: 4 });
    await expect.poll(() => load.acknowledged, { timeout: 30_000 }).toBeGreaterThanOrEqual(4);
    const { failures, checks, acknowledged, unsure } = await load.stop();
    expect([failures, unsure]).toEqual([[], 0]);
    // Far more checks than the database has had time to answer anything.
    expect(checks).toBeGreaterThan(20 * acknowledged.length);
    await expectAgreement([slow!.url, other!.url]);
    line.delayMs = 0;
    await expectNothingLost(databaseUrl, acknowledged);
  });
  await line.cut();
});
