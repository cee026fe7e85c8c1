import { sql } from "kysely";
import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { searchKey } from "./name-page.ts";
import { toCustomerNumbers } from "./organization-partner-row.ts";
import { findServingPartners } from "./organization-partner-table.ts";

type KnownOrganization = Pick<Organization, "id" | "name" | "partnerIds" | "customerNumbers">;

/** What organizations are looked for by. */
interface KnownBy {
  readonly names: readonly string[];
  readonly ids: readonly string[];
}

/** The organizations with one of these ids, or with a name that the search takes for one of these: in any case, with any accents. */
export async function findOrganizationsKnownBy(
  database: Database,
  known: KnownBy,
): Promise<readonly KnownOrganization[]> {
  const rows = await selectKnownBy(database, known).execute();
  const found = rows.map(({ id }) => id);
  const serving = found.length > 0 ? await findServingPartners(database, found) : new Map();
  return rows.map(({ id, name }) => {
    const partners: Parameters<typeof toCustomerNumbers>[0] = serving.get(id) ?? [];
    const partnerIds = partners.map(({ partner_id }) => partner_id);
    return { id, name, partnerIds, customerNumbers: toCustomerNumbers(partners) };
  });
}

/**
 * The query for them. Names are found by a join: for equality to any of many, PostgreSQL 15 may take the index for parts of
 * names, which takes a second or more for some hundred.
 */
export function selectKnownBy(database: Database, { names, ids }: KnownBy) {
  const keys = [...new Set(names.map(searchKey))];
  return database
    .selectFrom("organizations")
    .select(["id", "name"])
    .where(
      sql<boolean>`id = any(array(
        select named.id from organizations as named where named.name_key in (select unnest(${keys}::text[]))
        union select unnest(${ids}::text[])))`,
    );
}
