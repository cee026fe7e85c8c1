import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The number that a partner has for an organization in its own systems. A server of the version before writes none; what
 * it would leave out of an entry about an organization that has one, the database refuses, as for releases and builds.
 */
export async function addCustomerNumbers(database: Database): Promise<void> {
  await sql`
    alter table organization_partners
      add column customer_number text,
      add column customer_number_key text`.execute(database);
  await sql`
    create index organization_partners_by_customer_number
      on organization_partners (customer_number_key text_pattern_ops, partner_id)
      where customer_number_key is not null`.execute(database);
  // Once a part of the ledger is archived, its table has another name.
  const { rows } = await sql<{ table: string }>`
    select case when to_regclass('ledger_kept') is null then 'ledger' else 'ledger_kept' end as "table"`.execute(
    database,
  );
  await sql`
    create trigger ledger_keeps_customer_numbers before insert on ${sql.table(rows[0]?.table ?? "ledger")}
    for each row when (new.subject = 'organization' and new.before is not null)
    execute function refuse_forgotten_fields()`.execute(database);
}
