import { sql } from "kysely";
import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { idIsOneOf, searchKey } from "./name-page.ts";
import { toCustomerNumbers } from "./organization-partner-row.ts";
import { findServingPartners } from "./organization-partner-table.ts";

type KnownOrganization = Pick<Organization, "id" | "name" | "partnerIds" | "customerNumbers">;

/** The organizations with one of these ids, or with a name that the search takes for one of these: in any case, with any accents. */
export async function findOrganizationsKnownBy(
  database: Database,
  { names, ids }: { readonly names: readonly string[]; readonly ids: readonly string[] },
): Promise<readonly KnownOrganization[]> {
  const keys = [...new Set(names.map(searchKey))];
  const isNamed = idIsOneOf(keys, "name_key");
  const rows = await database
    .selectFrom("organizations")
    .select(["id", "name"])
    .where(ids.length > 0 ? sql<boolean>`(${isNamed} or ${idIsOneOf(ids)})` : isNamed)
    .execute();
  const found = rows.map(({ id }) => id);
  const serving = found.length > 0 ? await findServingPartners(database, found) : new Map();
  return rows.map(({ id, name }) => {
    const partners: Parameters<typeof toCustomerNumbers>[0] = serving.get(id) ?? [];
    const partnerIds = partners.map(({ partner_id }) => partner_id);
    return { id, name, partnerIds, customerNumbers: toCustomerNumbers(partners) };
  });
}
