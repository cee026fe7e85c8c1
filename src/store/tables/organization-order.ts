import { type Expression, type SqlBool, sql } from "kysely";
import { searchKey } from "./name-page.ts";

/** The order of a list of organizations; ties are ordered by id. */
export interface OrganizationOrder {
  readonly column: "name_key" | "created_at" | "id";
  readonly direction: "asc" | "desc";
}

export const BY_NAME: OrganizationOrder = { column: "name_key", direction: "asc" };
export const BY_ID: OrganizationOrder = { column: "id", direction: "asc" };

/**
 * The end of a page: by the order, the name of its last organization, or the instant at which it was created as ISO
 * 8601.
 */
export interface OrderEnd {
  readonly name: string;
  readonly id: string;
}

/** Only organizations after this position in the order. */
export function isAfter({ column, direction }: OrganizationOrder, end: OrderEnd): Expression<SqlBool> {
  const value = column === "created_at" ? sql`${end.name}::timestamptz` : sql`${searchKey(end.name)}`;
  const comes = sql.raw(direction === "asc" ? ">" : "<");
  return sql`(${sql.ref(column)}, id) ${comes} (${value}, ${end.id})`;
}
