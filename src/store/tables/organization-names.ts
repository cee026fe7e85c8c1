import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { idIsOneOf, searchKey } from "./name-page.ts";
import { findServingPartners } from "./organization-partner-table.ts";

/** The organizations with a name that the search takes for one of these: in any case, with any accents. */
export async function findOrganizationsNamed(
  database: Database,
  names: readonly string[],
): Promise<readonly Pick<Organization, "id" | "name" | "partnerIds">[]> {
  const keys = [...new Set(names.map(searchKey))];
  const rows = await database
    .selectFrom("organizations")
    .select(["id", "name"])
    .where(idIsOneOf(keys, "name_key"))
    .execute();
  const ids = rows.map(({ id }) => id);
  const serving = ids.length > 0 ? await findServingPartners(database, ids) : new Map();
  return rows.map(({ id, name }) => {
    const partners: readonly { readonly partner_id: string }[] = serving.get(id) ?? [];
    return { id, name, partnerIds: partners.map(({ partner_id }) => partner_id) };
  });
}
