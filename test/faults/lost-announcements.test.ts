import { sql } from "kysely";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { make } from "../api/tenancy.ts";
import { createDatabase } from "../support/databases.ts";
import { Line } from "../support/line.ts";
import { change } from "../support/recorded.ts";
import type { TestServer } from "../support/running-server.ts";
import { withServers } from "../support/several-servers.ts";
import { CHECK, enterReleases, NEWEST } from "../support/steady-load.ts";
import { expectAgreement, expectNothingLost } from "./nothing-lost.ts";

/** Both answer by the releases that one of them was told of. */
async function expectNewest(servers: readonly (TestServer | undefined)[]): Promise<void> {
  for (const server of servers) expect(await (await fetch(server!.url + CHECK)).json()).toMatchObject(NEWEST);
}

/** How many announcements of the ledger somebody listens to right now. */
async function countListeners(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and query in ('listen sluice_ledger', 'select 1')",
  );
  await client.end();
  return rows[0].count;
}

async function makeSome(server: TestServer, count: number): Promise<readonly { id: string; name: string }[]> {
  const made = [];
  for (let index = 0; index < count; index++) {
    const name = `Made ${index}`;
    made.push({ name, id: await make(server, "/v1/organizations", { name, partnerIds: [] }) });
  }
  return made;
}

describe("a server whose announcements are lost", () => {
  test("agrees within a second all the same: the database announces nothing", async () => {
    const databaseUrl = await createDatabase();
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    // The servers find this in place of PostgreSQL's own.
    await client.query(
      "create function pg_notify(text, text) returns void language sql as 'select null::void'",
    );
    const { rows } = await client.query("select current_database() as name");
    await client.query(`alter database ${rows[0].name} set search_path = public, pg_catalog`);
    await client.end();
    await withServers([databaseUrl, databaseUrl], async (one, other) => {
      const made = await makeSome(one!, 5);
      await enterReleases(one!.url);
      await expectAgreement([one!.url, other!.url]);
      await expectNewest([one, other]);
      await expectNothingLost(databaseUrl, made);
    });
  });

  test("agrees within a second when its line to them goes dead, and listens again by itself", async () => {
    const databaseUrl = await createDatabase();
    const { line, url } = await Line.toDatabase(databaseUrl);
    await withServers([databaseUrl, url], async (one, other) => {
      expect(line.goDead("listen sluice_ledger")).toBe(1);
      const made = await makeSome(one!, 5);
      await enterReleases(one!.url);
      await expectAgreement([one!.url, other!.url]);
      await expectNewest([one, other]);
      // The dead one is still there on the side of the database; a new one comes beside it.
      await expect.poll(() => countListeners(databaseUrl), { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
      await expectNothingLost(databaseUrl, made);
    });
    await line.cut();
  });

  test("answers checks when every line to its database goes dead, and catches up when they are mended", async () => {
    const databaseUrl = await createDatabase();
    const { line, url } = await Line.toDatabase(databaseUrl);
    await withServers([databaseUrl, url], async (one, other) => {
      const before = await makeSome(other!, 3);
      await enterReleases(one!.url);
      await expectAgreement([one!.url, other!.url]);
      line.goDead();
      const made = await makeSome(one!, 5);
      await expectNewest([one, other]);
      await line.mend();
      const sequence = () => other!.context.fleet.sequence;
      await expect.poll(sequence, { timeout: 30_000 }).toBe(one!.context.fleet.sequence);
      const after = await makeSome(other!, 3);
      await expectAgreement([one!.url, other!.url]);
      await expectNewest([one, other]);
      await expectNothingLost(databaseUrl, [...before, ...made, ...after]);
    });
    await line.cut();
  });

  test("that vanishes in the middle of a change keeps no other from changing for long", async () => {
    const databaseUrl = await createDatabase();
    const { line, url } = await Line.toDatabase(databaseUrl);
    await withServers([databaseUrl, url], async (one, other) => {
      await enterReleases(one!.url);
      await expectAgreement([one!.url, other!.url]);
      const lost = change(other!.context.store, async ({ database }) => {
        line.goDead();
        await sql`select 1`.execute(database);
      });
      await expect(lost).rejects.toThrow(/terminat|connection error/);
      const made = await makeSome(one!, 1);
      await expectNewest([one, other]);
      await line.mend();
      await expectNothingLost(databaseUrl, made);
      const sequence = () => other!.context.fleet.sequence;
      await expect.poll(sequence, { timeout: 20_000 }).toBe(one!.context.fleet.sequence);
      await expectNewest([one, other]);
    });
    await line.cut();
  });
});
