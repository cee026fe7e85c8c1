import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { archiveLedger } from "../../src/store/archive/archive-ledger.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { createDatabase, migrated } from "../support/databases.ts";
import { change } from "../support/recorded.ts";
import { anOrganization, at } from "../support/records.ts";
import { keepTerminal } from "./tiny-server.ts";

const ENTRIES = 25_000;
const folder = mkdtempSync(join(tmpdir(), "sluice-threads-"));
let databaseUrl: string;
let store: Store;

beforeAll(async () => {
  databaseUrl = await createDatabase();
  const opened = await openStore({ databaseUrl, dataDirectory: folder });
  if (!opened.ok) throw new Error(opened.error.message);
  store = await migrated(opened.value);
  await change(store, (one) =>
    one.recordAll(
      Array.from({ length: ENTRIES }, (_, n) => anOrganization({ name: `Org ${n}` })).map((after) => ({
        ...{ subject: "organization", id: after.id, action: "create", before: null, after },
      })),
    ),
  );
  const limits = { before: at("2026-02-01"), through: ENTRIES, most: 1 };
  expect(await archiveLedger(store, limits)).toMatchObject({ ok: true, value: { entries: 4_000 } });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function verify(...more: readonly string[]) {
  const terminal = keepTerminal({ DATABASE_URL: databaseUrl, DATA_DIR: folder });
  await runSluice(["ledger", "verify", "--json", ...more], terminal);
  const { out, err } = terminal.written;
  const { findings, count, head } = JSON.parse(out);
  return { found: findings.map(({ code, sequence }: never) => `${code} ${sequence}`), count, head, err };
}

test("several threads read one snapshot of the archive and the database, and find what one process finds", async () => {
  const alone = await verify("--threads", "1");
  expect(alone).toMatchObject({ found: [], count: ENTRIES, head: { sequence: ENTRIES } });
  const { err: _, ...same } = alone;
  const resumed = join(folder, "verified");
  const together = await verify("--threads", "3", "--resume", resumed);
  expect(together).toMatchObject(same);
  expect(together.err).toMatch(new RegExp(`^${ENTRIES} entries in [0-9.]+ s: \\d+ a second\\.$`, "m"));

  expect(readFileSync(resumed, "utf8")).toBe(`${alone.head.sequence}:${alone.head.hash}\n`);
  expect(await verify("--threads", "2", "--resume", resumed)).toMatchObject({ found: [], count: 0 });

  await sql`update ledger_kept set action = 'other' where sequence in (3, 4100, 24500)`.execute(
    store.database,
  );
  await sql`delete from ledger_kept where sequence = 24001`.execute(store.database);
  const expected = [
    "entry_changed 3",
    "entry_changed 4100",
    "sequence_gap 24002",
    "chain_broken 24002",
    "entry_changed 24500",
  ];
  for (const threads of ["1", "3"]) {
    const { found } = await verify("--threads", threads);
    expect(found.filter((one: string) => !one.startsWith("state"))).toEqual(expected);
  }
  // What was read before is not read again.
  const { found } = await verify("--threads", "2", "--from", `4000:${await hashOf(4_000)}`);
  expect(found).toContain("entry_changed 4100");
  expect(found).not.toContain("entry_changed 3");
});

async function hashOf(sequence: number): Promise<string> {
  const query = store.database.selectFrom("ledger_entries").select("hash").where("sequence", "=", sequence);
  return (await query.executeTakeFirstOrThrow()).hash;
}
