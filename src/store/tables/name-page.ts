import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";

const ACCENTS = /\p{M}/gu;

/**
 * The key by which lists are ordered and names are searched: lower case, without accents, so that `eclair` finds
 * `Éclair`. Computed here and stored, because `lower()` depends on each database's locale.
 */
export function searchKey(text: string): string {
  return text.normalize("NFKD").replace(ACCENTS, "").toLowerCase();
}

/** A page of a list that is ordered by name and id. */
export interface NamePage {
  /** Only names that contain this, in any case and with any accents. */
  readonly q?: string | undefined;
  /** The last one of the previous page. */
  readonly after?: { readonly name: string; readonly id: string } | undefined;
  readonly max: number;
}

/** The conditions of a page, for a table with `name_key` and `id`; it must be ordered by these two as well. */
export function namePageConditions(page: NamePage): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  if (page.q) conditions.push(isNamed(page.q));
  if (page.after) conditions.push(sql`(name_key, id) > (${searchKey(page.after.name)}, ${page.after.id})`);
  return conditions;
}

/** Whether `name_key` contains this, in any case and with any accents. */
export function isNamed(q: string): RawBuilder<boolean> {
  return sql<boolean>`name_key like ${containing(searchKey(q))}`;
}

/**
 * A LIKE pattern for what contains this text, with its special characters escaped: unlike `strpos`, it can use an index
 * of trigrams.
 */
function containing(text: string): string {
  return `%${literally(text)}%`;
}

/** The same for what begins with this text. */
export function beginningWith(text: string): string {
  return `${literally(text)}%`;
}

function literally(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** `id` is one of these. One parameter for any number of ids. */
export function idIsOneOf(ids: readonly string[], column = "id"): Expression<SqlBool> {
  return sql`${sql.ref(column)} = any(${ids}::text[])`;
}
