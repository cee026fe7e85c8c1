import type { OrganizationSortName } from "../../contract/organization.ts";
import type { NextPosition } from "../../fleet/order-by-next.ts";
import { formatInstant, parseInstant, toInstant } from "../../instant.ts";
import type { OrganizationOrder } from "../../store/tables/organization-order.ts";
import type { Organization } from "../../tenancy/organization.ts";
import type { PageEnd } from "../pagination.ts";

/** A sort of a list of organizations: its order, and the positions at which a page can end in it. */
interface OrganizationSort {
  readonly order: OrganizationOrder;
  /** The end of a page that ends with this organization. */
  readonly endOf: (organization: Organization) => PageEnd;
  /** Whether a text can be the end of a page in this sort. */
  readonly isEnd: (name: string) => boolean;
}

const endByName = ({ name, id }: Organization): PageEnd => ({ name, id });
const endByAge = ({ createdAt, id }: Organization): PageEnd => ({ name: formatInstant(createdAt), id });
const isMoment = (text: string) => parseInstant(text).ok;

/** Each sort of the database by its name on the wire; memory sorts by what comes next. */
export const SORTS = {
  name: { order: { column: "name_key", direction: "asc" }, endOf: endByName, isEnd: () => true },
  "-name": { order: { column: "name_key", direction: "desc" }, endOf: endByName, isEnd: () => true },
  createdAt: { order: { column: "created_at", direction: "asc" }, endOf: endByAge, isEnd: isMoment },
  "-createdAt": { order: { column: "created_at", direction: "desc" }, endOf: endByAge, isEnd: isMoment },
} as const satisfies Readonly<Record<Exclude<OrganizationSortName, "next" | "-next">, OrganizationSort>>;

/** In the place of an instant: somebody may get something at any moment, or nothing is in sight. */
const AT_ANY_MOMENT = "now";
const NEVER = "never";

/** The end of a page in the order by what comes next. */
export function toNextEnd({ at, id }: NextPosition): PageEnd {
  if (at === 0) return { name: AT_ANY_MOMENT, id };
  return { name: at === Number.POSITIVE_INFINITY ? NEVER : formatInstant(toInstant(at)), id };
}

/** The position that a page ends with; `name` as {@link isNextEnd} accepts it. */
export function fromNextEnd({ name, id }: PageEnd): NextPosition {
  if (name === AT_ANY_MOMENT) return { at: 0, id };
  const instant = parseInstant(name);
  return { at: instant.ok ? instant.value : Number.POSITIVE_INFINITY, id };
}

/** Whether a text can be the end of a page in the order by what comes next. */
export function isNextEnd(name: string): boolean {
  return name === AT_ANY_MOMENT || name === NEVER || isMoment(name);
}
