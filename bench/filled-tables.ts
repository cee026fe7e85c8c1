import { sql } from "kysely";
import type { Database } from "../src/store/database.ts";
import type { Store } from "../src/store/store.ts";
import { refreshLineups } from "../src/store/tables/partner-lineup.ts";

/** How many organizations get their partner lineup in one statement. */
const AT_ONCE = 5_000;

/** Makes the rows of the partners and organizations in a filled ledger, as if they had been written with it. */
export async function fillTables({ database }: Store): Promise<void> {
  await fillPartners(database);
  await withoutIndexes(database, async () => {
    await fillOrganizations(database);
    await sql`analyze`.execute(database);
    await giveLineups(database);
  });
  await sql`
    update ledger_head set (sequence, hash, at) =
      (select sequence, hash, at from ledger order by sequence desc limit 1)`.execute(database);
  // A running PostgreSQL does this in the background.
  await sql`vacuum analyze`.execute(database);
}

/** Every row is written twice, first without its partner lineup: so indexes are made once, at the end. */
async function withoutIndexes(database: Database, fill: () => Promise<void>): Promise<void> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'organizations' and indexname <> 'organizations_pkey'`.execute(database);
  for (const { name } of rows) await sql`drop index ${sql.ref(name)}`.execute(database);
  await fill();
  for (const { definition } of rows) await sql.raw(definition).execute(database);
}

async function giveLineups(database: Database): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from organizations order by id`.execute(database);
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    await refreshLineups(
      database,
      rows.slice(first, first + AT_ONCE).map(({ id }) => id),
    );
  }
}

async function fillPartners(database: Database): Promise<void> {
  await sql`
    insert into partners (id, name, name_key, features, created_at, allow_customer_override, updated_at, updated_by,
      cadence, deferral_weeks, set_by, set_at)
    select subject_id, 'Partner ' || sequence, 'partner ' || sequence, '{}', at, (after ->> 'allowCustomerOverride')::boolean,
      (after ->> 'updatedAt')::timestamptz, after -> 'updatedBy', ${wordOf("after -> 'schedule'")}
    from ledger where subject = 'partner_settings'`.execute(database);
}

async function fillOrganizations(database: Database): Promise<void> {
  await sql`
    insert into organizations (id, name, name_key, created_at, cadence, deferral_weeks, set_by, set_at,
      legacy_frequency, legacy_weeks, legacy_set_at)
    select made.subject_id, made.after ->> 'name', lower(made.after ->> 'name'), (made.after ->> 'createdAt')::timestamptz,
      ${wordOf("nullif(settings.after -> 'own', 'null')")}, settings.after -> 'legacy' ->> 'frequency',
      (settings.after -> 'legacy' ->> 'weeks')::float8, (settings.after -> 'legacy' ->> 'setAt')::timestamptz
    from ledger made left join ledger settings
      on settings.subject = 'organization_settings' and settings.subject_id = made.subject_id
    where made.subject = 'organization'`.execute(database);
  await sql`
    insert into organization_partners (organization_id, partner_id)
    select distinct subject_id, jsonb_array_elements_text(after -> 'partnerIds')
    from ledger where subject = 'organization'`.execute(database);
}

/** The columns of a set schedule: cadence, weeks, who set it and when. */
function wordOf(json: string) {
  const word = `(${json})`;
  return sql.raw(`
    ${word} -> 'schedule' ->> 'cadence', (${word} -> 'schedule' ->> 'deferralWeeks')::smallint,
    ${word} -> 'setBy', (${word} ->> 'setAt')::timestamptz`);
}
