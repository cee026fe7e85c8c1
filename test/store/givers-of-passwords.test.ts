import { sql } from "kysely";
import { expect, test } from "vitest";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { findAccountByEmail } from "../../src/store/tables/administrator-table.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { DATABASE_KINDS, newStore } from "../support/databases.ts";
import { change } from "../support/recorded.ts";
import { anAdministrator, VENDOR } from "../support/records.ts";

const DAY_MS = 86_400_000;

/** Takes back what the migration did, as the database of the version before has it. */
async function undo(store: Awaited<ReturnType<typeof newStore>>): Promise<void> {
  for (const statement of [
    "drop table external_actors",
    "drop index tokens_by_sponsor, forecast_links_by_sponsor, administrators_by_giver",
    "alter table tokens drop column kept",
    "alter table forecast_links drop column kept",
    "alter table administrators drop column kept, drop column password_given_by, drop column password_ends_at",
    "delete from migrations where name like '020-%'",
  ]) {
    await sql.raw(statement).execute(store.database);
  }
}

test.each(DATABASE_KINDS)(
  "a database of before learns from its ledger who gave each password, gives one-time ones three days, and knows who has a session (%s)",
  async (kind) => {
    const store = await newStore(kind);
    const [newcomer, settled] = [anAdministrator(), anAdministrator()];
    for (const [person, isOneTime] of [
      [newcomer, true],
      [settled, false],
    ] as const) {
      const made = { id: person.id, action: "create_administrator", before: null, after: person };
      await change(store, (one) => one.recordAccount(made, { hash: "h", isOneTime }));
    }
    await undo(store);
    const actor = JSON.stringify({ ...VENDOR, id: "from-provider", role: "vendor_admin" });
    await sql`insert into sessions (id, secret_hash, person_id, actor, user_agent, created_at, last_used_at, expires_at)
      values ('s', 'h', 'from-provider', ${actor}::jsonb, '', now(), now(), now())`.execute(store.database);
    const before = Date.now();
    expect(await migrateStore(store)).toEqual({ ok: true, value: ["020-rights-end-with-their-giver"] });
    const open = await findAccountByEmail(store.database, newcomer.email);
    expect(open?.password).toMatchObject({ isOneTime: true, givenBy: { id: VENDOR.id } });
    expect(Math.abs((open?.password.endsAt ?? 0) - before - 3 * DAY_MS)).toBeLessThan(DAY_MS / 2);
    const own = await findAccountByEmail(store.database, settled.email);
    expect(own?.password).toEqual({
      hash: "h",
      isOneTime: false,
      givenBy: expect.objectContaining({ id: VENDOR.id }),
    });
    const known = await store.database.selectFrom("external_actors").select(["id", "actor"]).execute();
    expect(known).toEqual([{ id: "from-provider", actor: JSON.parse(actor) }]);
    expect((await verifyLedger(store)).findings).toEqual([]);
    await store.close();
  },
);
