import { expect, test } from "vitest";
import { createDatabase } from "../support/databases.ts";
import { PostgresServer } from "../support/postgres-server.ts";
import { withServers } from "../support/several-servers.ts";
import { enterReleases, SteadyLoad } from "../support/steady-load.ts";
import { expectAgreement, expectNothingLost } from "./nothing-lost.ts";

test("PostgreSQL killed under load and brought back: no check fails, nothing acknowledged is lost, all servers agree", async () => {
  const postgres = new PostgresServer({ durable: true });
  await postgres.create();
  try {
    const databaseUrl = await createDatabase(postgres.urlOf("postgres"));
    await withServers([databaseUrl, databaseUrl], async (one, two) => {
      await enterReleases(one!.url);
      await expectAgreement([one!.url, two!.url]);
      const loads = [one!, two!].map(({ url }) => new SteadyLoad(url));
      const acknowledged = () => Math.min(...loads.map((load) => load.acknowledged));
      await expect.poll(acknowledged, { timeout: 20_000 }).toBeGreaterThan(3);
      await postgres.kill();
      const before = loads.map((load) => load.checks);
      const checksGoOn = () => loads.every((load, index) => load.checks > (before[index] ?? 0) + 20);
      await expect.poll(checksGoOn, { timeout: 10_000 }).toBe(true);
      await postgres.start();
      const backAt = acknowledged();
      await expect.poll(acknowledged, { timeout: 20_000 }).toBeGreaterThan(backAt + 3);
      const reports = await Promise.all(loads.map((load) => load.stop()));
      expect(reports.flatMap(({ failures }) => failures)).toEqual([]);
      expect(reports.reduce((sum, { unsure }) => sum + unsure, 0)).toBeGreaterThan(0);
      await expectAgreement([one!.url, two!.url]);
      await expectNothingLost(
        databaseUrl,
        reports.flatMap((report) => report.acknowledged),
      );
    });
  } finally {
    await postgres.destroy();
  }
});
