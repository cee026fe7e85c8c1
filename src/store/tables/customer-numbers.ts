import { type RawBuilder, sql } from "kysely";
import { textKey } from "../../tenancy/text-key.ts";
import type { Database } from "../database.ts";
import { beginningWith, idIsOneOf } from "./name-page.ts";

/** A number of a partner, as its key, and the organization that has it. */
export interface NumberInUse {
  readonly partnerId: string;
  readonly key: string;
  readonly organizationId: string;
}

/** Where partners have one of these keys of numbers; some may be those of other partners than were asked for. */
export async function findNumbers(
  database: Database,
  partnerIds: readonly string[],
  keys: readonly string[],
): Promise<readonly NumberInUse[]> {
  if (keys.length === 0) return [];
  const rows = await database
    .selectFrom("organization_partners")
    .select(["partner_id", "customer_number_key", "organization_id"])
    .where(idIsOneOf(keys, "customer_number_key"))
    .where(idIsOneOf(partnerIds, "partner_id"))
    .execute();
  return rows.flatMap(
    ({ partner_id: partnerId, customer_number_key: key, organization_id: organizationId }) =>
      key === null ? [] : [{ partnerId, key, organizationId }],
  );
}

/** From so many characters on a number is found by its beginning; before, only by all of it. */
const SHORTEST_BEGINNING = 3;

/** Whose numbers are searched: a partner's, or all. */
export interface NumberReach {
  readonly partnerId: string | null;
}

/** The condition that an organization has a number which begins with a text, of those that are searched. */
export function hasNumber(q: string, { partnerId }: NumberReach): RawBuilder<boolean> {
  const key = textKey(q.trim());
  const isIt =
    key.length < SHORTEST_BEGINNING
      ? sql`customer_number_key = ${key}`
      : sql`customer_number_key like ${beginningWith(key)}`;
  const isOurs = partnerId === null ? sql`true` : sql`partner_id = ${partnerId}`;
  // As a list of ids, so that the index of names and that of ids are both used.
  return sql<boolean>`id = any(array(select organization_id from organization_partners where ${isIt} and ${isOurs}))`;
}
