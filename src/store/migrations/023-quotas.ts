import { sql } from "kysely";
import type { Database } from "../database.ts";

/** What quotas are counted by: the tokens of a customer or a partner, and whose kept answers are. */
export async function countQuotas(database: Database): Promise<void> {
  await sql`create index tokens_by_organization on tokens (organization_id)`.execute(database);
  await sql`create index tokens_by_partner on tokens (partner_id)`.execute(database);
  await sql`alter table answered_calls add column party text`.execute(database);
  await sql`create index answered_calls_by_party on answered_calls (party, answered_at)
    where party is not null`.execute(database);
}
