import { sql } from "kysely";
import { migrateStore } from "../src/store/migrate-store.ts";
import { openStore } from "../src/store/open-store.ts";
import type { Store } from "../src/store/store.ts";

const PARTNERS = 1_000;

/** Opens a database, works with it, and closes it. */
export async function withStore<Value>(
  databaseUrl: string,
  work: (store: Store) => Promise<Value>,
): Promise<Value> {
  const opened = await openStore({ databaseUrl, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}

/** Fills a ledger as servers would have written it, except for its hashes, which are not checked when it is read. */
export async function fillLedger(store: Store, organizations: number): Promise<void> {
  const migrated = await migrateStore(store);
  if (!migrated.ok) throw new Error(migrated.error.message);
  await sql`
    insert into ledger (sequence, change, at, actor, action, subject, subject_id, organization_id, before, after, previous_hash, hash)
    select n, n, '2026-01-01Z', ${ANN}::jsonb, 'bench', 'partner_settings', ${uuidOf("n")}, null, null,
      jsonb_build_object('schedule', ${word("'slow'", "n % 13")}, 'allowCustomerOverride', n % 10 <> 0,
        'updatedAt', '2026-01-01T00:00:00.000Z', 'updatedBy', ${ANN}::jsonb), '', n::text
    from generate_series(1, ${sql.lit(PARTNERS)}) n`.execute(store.database);
  await addOrganizations(store, 0, organizations);
}

const ANN = JSON.stringify({ id: "ann", displayName: "Ann", role: "vendor_admin" });

function word(cadence: string, weeks: string) {
  return sql`jsonb_build_object('schedule',
    jsonb_build_object('cadence', ${sql.raw(cadence)}, 'deferralWeeks', ${sql.raw(weeks)}),
    'setBy', ${ANN}::jsonb, 'setAt', '2026-01-01T00:00:00.000Z')`;
}

export const COMMON_WORD = "Northwind";
export const RARE_WORD = "Zephyr";
const NAME = sql.raw(
  `concat_ws(' ', 'Organization', n, case when n % 5 = 0 then '${COMMON_WORD}' end, case when n % 100000 = 7 then '${RARE_WORD}' end)`,
);

export function uuidOf(number: string) {
  return sql.raw(`(md5((${number})::text)::uuid)::text`);
}

/**
 * Organizations with one partner, one in twenty with two; a fifth of the names have COMMON_WORD, one in 100,000
 * RARE_WORD.
 */
export async function addOrganizations(store: Store, from: number, count: number): Promise<void> {
  const first = PARTNERS + from;
  await sql`
    insert into ledger (sequence, change, at, actor, action, subject, subject_id, organization_id, before, after, previous_hash, hash)
    select n, n, '2026-01-01Z', ${ANN}::jsonb, 'bench', 'organization', ${uuidOf("n")}, ${uuidOf("n")}, null,
      jsonb_build_object('id', ${uuidOf("n")}, 'name', ${NAME}, 'createdAt', '2026-01-01T00:00:00.000Z',
        'partnerIds', case when n % 20 = 0
          then jsonb_build_array(${uuidOf("1 + n % 1000")}, ${uuidOf("1 + n / 7 % 1000")})
          else jsonb_build_array(${uuidOf("1 + n % 1000")}) end), '', n::text
    from generate_series(${sql.lit(first + 1)}::int, ${sql.lit(first + count)}::int) n`.execute(
    store.database,
  );
}

/**
 * Settings: one organization in ten has its own schedule, one in a hundred legacy settings. Call it once, at the end.
 */
export async function addSettings(store: Store): Promise<void> {
  await sql`
    insert into ledger (sequence, change, at, actor, action, subject, subject_id, organization_id, before, after, previous_hash, hash)
    select last + row_number() over (), last + row_number() over (), '2026-01-01Z', ${ANN}::jsonb, 'bench', 'organization_settings',
      subject_id, subject_id, null,
      case when n % 10 = 3
        then jsonb_build_object('own', ${word("'latest'", "n % 5")}, 'partners', '{}'::jsonb, 'legacy', null)
        else jsonb_build_object('own', null, 'partners', '{}'::jsonb, 'legacy', jsonb_build_object(
          'frequency', 'one_month', 'weeks', 4, 'setAt', '2026-01-01T00:00:00.000Z'))
      end, '', (last + row_number() over ())::text
    from (select sequence as n, subject_id, max(sequence) over () as last from ledger where subject = 'organization') made
    where n % 10 = 3 or n % 100 = 4`.execute(store.database);
}
