import { sql } from "kysely";
import type { QuotaCounted } from "../../tenancy/quota.ts";
import type { Database } from "../database.ts";

type CountedIn = readonly [table: string, column: string, unlessSet?: string];

/** Where the things of each quota are stored, the column with whose they are, and one that is null if a thing counts. */
const COUNTED_IN = {
  organization_users: ["users", "organization_id"],
  partner_organizations: ["organization_partners", "partner_id"],
  organization_people: ["administrators", "organization_id"],
  partner_people: ["administrators", "partner_id"],
  organization_tokens: ["tokens", "organization_id"],
  partner_tokens: ["tokens", "partner_id"],
  organization_forecast_links: ["forecast_links", "organization_id"],
  partner_schedule_requests: ["schedule_requests", "from_partner_id", "answer"],
} as const satisfies Readonly<Record<QuotaCounted<"stored">, CountedIn>>;

/** How many of a quota's things each of these customers or partners has; one that has none is left out. */
export async function countStored(
  database: Database,
  name: QuotaCounted<"stored">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const [table, column, unlessSet]: CountedIn = COUNTED_IN[name];
  const whose = sql.ref(column);
  const counts = unlessSet === undefined ? sql`true` : sql`${sql.ref(unlessSet)} is null`;
  const { rows } = await sql<{ readonly id: string; readonly count: number }>`
    select ${whose} as id, count(*)::integer as count from ${sql.table(table)}
    where ${whose} = any(${ids}::text[]) and ${counts} group by ${whose}`.execute(database);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
