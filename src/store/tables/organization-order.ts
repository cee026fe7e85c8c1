import { type Expression, type SqlBool, sql } from "kysely";
import { searchKey } from "./name-page.ts";

/** What a list of organizations is ordered by; their ids decide between those that are alike. */
export interface OrganizationOrder {
  readonly column: "name_key" | "created_at" | "id";
  readonly direction: "asc" | "desc";
}

export const BY_NAME: OrganizationOrder = { column: "name_key", direction: "asc" };
export const BY_ID: OrganizationOrder = { column: "id", direction: "asc" };

/** Where a page ended: the name of its last organization, or when it was entered as ISO 8601, as the order has it. */
export interface OrderEnd {
  readonly name: string;
  readonly id: string;
}

/** Only what comes after this place in the order. */
export function isAfter({ column, direction }: OrganizationOrder, end: OrderEnd): Expression<SqlBool> {
  const value = column === "created_at" ? sql`${end.name}::timestamptz` : sql`${searchKey(end.name)}`;
  const comes = sql.raw(direction === "asc" ? ">" : "<");
  return sql`(${sql.ref(column)}, id) ${comes} (${value}, ${end.id})`;
}
