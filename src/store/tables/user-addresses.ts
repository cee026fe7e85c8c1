import { sql } from "kysely";
import type { User } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";

/** A user's address as a key: Latin capitals do not count. Computed here as in the index, whatever the database's locale. */
export function addressKey(email: string): string {
  return email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The users with these addresses in these organizations; each pair that is asked for stands at the same place of both lists. */
export async function findUserAddresses(
  database: Database,
  asked: readonly Pick<User, "organizationId" | "email">[],
): Promise<readonly Pick<User, "organizationId" | "email">[]> {
  const ids = asked.map(({ organizationId }) => organizationId);
  const keys = asked.map(({ email }) => addressKey(email));
  const rows = await database
    .selectFrom("users")
    .select(["organization_id", "email"])
    .where(
      sql<boolean>`(organization_id, lower(email collate "C")) in (select * from unnest(${ids}::text[], ${keys}::text[]))`,
    )
    .execute();
  return rows.map(({ organization_id: organizationId, email }) => ({ organizationId, email }));
}
