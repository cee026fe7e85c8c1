import pg from "pg";
import { expect, test } from "vitest";
import { send } from "../api/caller.ts";
import { createDatabase } from "../support/databases.ts";
import { Pooler } from "../support/pooler.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { withServers } from "../support/several-servers.ts";
import { enterReleases } from "../support/steady-load.ts";
import { expectAgreement, expectNothingLost } from "./nothing-lost.ts";

/** Longer than a dead line takes to be found, twice over. */
const HELD_SECONDS = 11;

test("a change that waits long for another is made, directly and by poolers of sessions and of transactions, and all agree", async () => {
  const databaseUrl = await createDatabase();
  const poolers = await Promise.all(
    (["session", "transaction"] as const).map((pooling) => Pooler.toDatabase(databaseUrl, pooling)),
  );
  await withServers([databaseUrl, ...poolers.map(({ url }) => url)], async (...servers) => {
    await enterReleases(servers[0]!.url);
    const holder = new pg.Client({ connectionString: databaseUrl });
    await holder.connect();
    await holder.query("begin; select pg_advisory_xact_lock(7251001)");
    const released = holder.query(`select pg_sleep(${HELD_SECONDS})`).then(() => holder.end());
    const begun = performance.now();
    const answers = await Promise.all(
      servers.map(async (server, index) => {
        const body = { name: `Waited ${index}`, partnerIds: [] };
        const { status, json } = await send(server, VENDOR_TOKEN, {
          method: "POST",
          path: "/v1/organizations",
          body,
        });
        return { status, made: { id: json.id as string, name: body.name } };
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(servers.map(() => 201));
    expect(performance.now() - begun).toBeGreaterThan((HELD_SECONDS - 1) * 1_000);
    await released;
    await expectAgreement(servers.map(({ url }) => url));
    await expectNothingLost(
      databaseUrl,
      answers.map(({ made }) => made),
    );
  });
  for (const { pooler } of poolers) await pooler.close();
});
