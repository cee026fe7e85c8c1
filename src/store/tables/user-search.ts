import { sql } from "kysely";
import type { User } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { idIsOneOf, searchKey } from "./name-page.ts";
import type { SearchReach } from "./search-reach.ts";
import { toConfiguredUser } from "./user-row.ts";

/** The most matches that are read; of more the database picks some, so that a common word costs little. */
const MOST_FOUND = 200;

/** The most words that the index is asked for: each may begin the words of very many users. */
const MOST_WORDS = 8;

/**
 * Users by name for whom every word of `q` begins a word of the name, the address or a part of the address, whatever the
 * case and accents; of more than eight words, for whom the eight longest do. If very many match, the first of some of them.
 */
export async function searchUsers(
  database: Database,
  { partnerId, ids }: SearchReach,
  q: string,
  max: number,
): Promise<readonly User[]> {
  const wanted = toWordQuery(q);
  if (wanted === "") return [];
  let query = database.selectFrom("users").selectAll().where(sql<boolean>`${WORDS} @@ ${wanted}::tsquery`);
  if (ids) query = query.where(idIsOneOf(ids, "organization_id"));
  if (partnerId !== undefined) query = query.where(isServedBy(partnerId));
  const rows = await query.limit(Math.max(max, MOST_FOUND)).execute();
  const sorted = rows.sort((a, b) => compare(a.name_key, b.name_key) || compare(a.id, b.id));
  return sorted.slice(0, max).map((row) => toConfiguredUser(row).user);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isServedBy(partnerId: string) {
  return sql<boolean>`organization_id in (
    select organization_id from organization_partners where partner_id = ${partnerId})`;
}

/** As migration 041 has it, so that its index is used. */
const WORDS = sql.raw(String.raw`array_to_tsvector(array_remove(
  regexp_split_to_array(name_key || ' ' || lower(email) || ' '
    || translate(split_part(lower(email), '@', 1), '.-_+', '    ') || ' '
    || split_part(lower(email), '@', 2), '\s+'), ''))`);

/** A query with each word in quotes, so that none of its characters is special; `@mail.example` is looked for as the domain. */
function toWordQuery(q: string): string {
  const words = [...new Set(searchKey(q).match(/[^\s@]\S*/g))].sort((a, b) => b.length - a.length);
  return words
    .slice(0, MOST_WORDS)
    .map((word) => `'${word.replace(/['\\]/g, "$&$&")}':*`)
    .join(" & ");
}
