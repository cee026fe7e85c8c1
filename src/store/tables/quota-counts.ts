import { sql } from "kysely";
import type { QuotaCounted } from "../../tenancy/quota.ts";
import type { Database } from "../database.ts";

/** Where the things of each quota are stored, and the column with whose they are. */
const COUNTED_IN = {
  organization_users: ["users", "organization_id"],
  partner_organizations: ["organization_partners", "partner_id"],
  organization_people: ["administrators", "organization_id"],
  partner_people: ["administrators", "partner_id"],
  organization_tokens: ["tokens", "organization_id"],
  partner_tokens: ["tokens", "partner_id"],
  organization_forecast_links: ["forecast_links", "organization_id"],
} as const satisfies Readonly<Record<QuotaCounted<"stored">, readonly [string, string]>>;

/** How many of a quota's things each of these customers or partners has; one that has none is left out. */
export async function countStored(
  database: Database,
  name: QuotaCounted<"stored">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const [table, column] = COUNTED_IN[name];
  const whose = sql.ref(column);
  const { rows } = await sql<{ readonly id: string; readonly count: number }>`
    select ${whose} as id, count(*)::integer as count from ${sql.table(table)}
    where ${whose} = any(${ids}::text[]) group by ${whose}`.execute(database);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
