import type { ORGANIZATION_SORTS } from "../../contract/organization.ts";
import { formatInstant, parseInstant } from "../../instant.ts";
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

/** Each sort by its name on the wire. */
export const SORTS = {
  name: { order: { column: "name_key", direction: "asc" }, endOf: endByName, isEnd: () => true },
  "-name": { order: { column: "name_key", direction: "desc" }, endOf: endByName, isEnd: () => true },
  createdAt: { order: { column: "created_at", direction: "asc" }, endOf: endByAge, isEnd: isMoment },
  "-createdAt": { order: { column: "created_at", direction: "desc" }, endOf: endByAge, isEnd: isMoment },
} as const satisfies Readonly<Record<(typeof ORGANIZATION_SORTS)[number], OrganizationSort>>;
