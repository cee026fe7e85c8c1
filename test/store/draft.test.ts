import { sql } from "kysely";
import { expect, test } from "vitest";
import { err, ok, refuse } from "../../src/result.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import { Draft, howToDraft } from "../../src/store/ledger/draft.ts";
import { entriesAfter, ledgerHead } from "../../src/store/ledger/ledger-table.ts";
import type { Store } from "../../src/store/store.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import type { Organization } from "../../src/tenancy/organization.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, aPartner, at, VENDOR } from "../support/records.ts";
import { borrowStore } from "../support/store-pool.ts";

const action = "test";
const NOT_TODAY = err(refuse("not_allowed", "Not today."));
const PARTNER = aPartner();

/** More than one part, with names that JSON and canonical JSON write in their own ways. */
const ORGANIZATIONS = Array.from({ length: 2_003 }, (_, place) => {
  const id = `o${String(place).padStart(4, "0")}`;
  return anOrganization({ id, name: `"É\u2028", ${place}`, partnerIds: place % 2 ? [PARTNER.id] : [] });
});

const created = (after: Organization) =>
  ({ subject: "organization", id: after.id, action, before: null, after }) as const;

async function draftInto(draft: Draft): Promise<void> {
  for (let from = 0; from < ORGANIZATIONS.length; from += 500) {
    await draft.recordAll(ORGANIZATIONS.slice(from, from + 500).map(created));
  }
}

/** Enters the partner, and drafts the organizations; `isRefused` says in which of the two steps. */
async function draftAll(
  store: Store,
  drafted: Draft["drafted"],
  isRefused: "before" | "under" | null = null,
) {
  const beside = drafted === "kept" ? await Draft.begin(store.database, drafted) : null;
  if (beside) await draftInto(beside);
  let draft = beside;
  const done = await changeStore(
    store,
    { actor: VENDOR, now: at("2026-01-02") },
    async (one) => {
      const partner = { ...PARTNER, id: "p2" };
      await one.record({ subject: "partner", id: "p2", action, before: null, after: partner });
      if (draft) await one.appendDraft(draft);
      return isRefused === "under" ? NOT_TODAY : ok(one.entries);
    },
    async (transaction) => {
      draft ??= await Draft.begin(transaction, drafted);
      if (!beside) await draftInto(draft);
      return isRefused === "before" ? NOT_TODAY : ok(true);
    },
  );
  await beside?.end();
  return done;
}

const enterPartner = (store: Store) =>
  recordAll(store, [{ subject: "partner", id: PARTNER.id, before: null, after: PARTNER }]);

test("drafts are written on a server on which the user may make temporary tables, and kept in an embedded database", async () => {
  const [embedded, server] = [await borrowStore("embedded"), await borrowStore("postgresql")];
  expect([await howToDraft(embedded), await howToDraft(server)]).toEqual(["kept", "written"]);
  const granted = await server.database.transaction().execute(async (transaction) => {
    await sql`create role no_temporary_tables`.execute(transaction);
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(transaction);
    await sql`revoke temporary on database ${sql.id(rows[0]!.name)} from public`.execute(transaction);
    await sql`set local role no_temporary_tables`.execute(transaction);
    const may = await howToDraft({ kind: server.kind, database: transaction });
    await sql`reset role`.execute(transaction);
    await sql`grant temporary on database ${sql.id(rows[0]!.name)} to public`.execute(transaction);
    await sql`drop role no_temporary_tables`.execute(transaction);
    return may;
  });
  expect(granted).toBeNull();
  await embedded.close();
  await server.close();
});

/** What is kept is in a connection that goes on: that of an embedded database is the only one. */
const WAYS = [
  ["written", ["embedded", "postgresql"]],
  ["kept", ["embedded"]],
] as const;

for (const [drafted, kinds] of WAYS)
  eachDatabase(
    `a draft that is ${drafted}`,
    (store) => {
      test("becomes the entries of one change, in order, with the state that they say", async () => {
        await enterPartner(store());
        expect(await draftAll(store(), drafted)).toEqual(ok(2_004));
        const entries = await entriesAfter(store().database, 1, 3_000);
        expect(entries.slice(1).map(({ after }) => after)).toEqual(ORGANIZATIONS);
        expect(new Set(entries.map(({ change, at }) => `${change} ${at}`)).size).toBe(1);
        expect(entries.at(-1)).toMatchObject({ sequence: 2_005, change: 2, organizationId: "o2002", action });
        const { findings, count } = await verifyLedger(store());
        expect([findings, count]).toEqual([[], 2_005]);
      });

      test.each(["before", "under"] as const)(
        "that is refused %s the lock leaves nothing behind",
        async (step) => {
          await enterPartner(store());
          expect(await draftAll(store(), drafted, step)).toEqual(NOT_TODAY);
          const { rows } = await sql<{ count: number; tables: number }>`
        select (select count(*)::integer from organizations) as count,
          (select count(*)::integer from pg_class where relname like 'drafted_entries%' and relkind = 'r') as tables`.execute(
            store().database,
          );
          expect(rows).toEqual([{ count: 0, tables: 0 }]);
          expect((await ledgerHead(store().database)).sequence).toBe(1);
        },
      );

      test("takes nothing that is there already", async () => {
        const [one] = ORGANIZATIONS;
        await recordAll(store(), [{ subject: "organization", id: one!.id, before: null, after: one! }]);
        const renamed = { ...created({ ...one!, name: "Renamed" }), before: one! };
        const drafting = changeStore(
          store(),
          { actor: VENDOR, now: at("2026-01-02") },
          async () => ok(true),
          async (transaction) => {
            await (await Draft.begin(transaction, drafted)).recordAll([renamed]);
            return ok(true);
          },
        );
        await expect(drafting).rejects.toThrow("is not new");
      });

      test("and a change give organizations with the same partners the same lineup", async () => {
        await enterPartner(store());
        await draftAll(store(), drafted);
        const alone = anOrganization({ id: "alone", partnerIds: [PARTNER.id] });
        await recordAll(store(), [{ subject: "organization", id: alone.id, before: null, after: alone }]);
        const { rows } = await sql<{ id: string; known: number }>`
      select distinct organizations.lineup_id as id, count(distinct lineup_partners.partner_id)::integer as known
      from organizations left join lineup_partners using (lineup_id) group by organizations.id
      order by id`.execute(store().database);
        expect(rows.map(({ id, known }) => [id !== "", known])).toEqual([
          [false, 0],
          [true, 1],
        ]);
      });
    },
    kinds,
  );
