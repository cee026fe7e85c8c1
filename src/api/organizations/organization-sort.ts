import type { RankPosition } from "../../fleet/order-by-rank.ts";
import { FLEET_ORDERS, type FleetOrder } from "../../fleet/page-by.ts";
import { formatInstant, parseInstant, toInstant } from "../../instant.ts";
import type { ListSort } from "../../policy/list-sort.ts";
import type { OrganizationOrder } from "../../store/tables/organization-order.ts";
import type { OrganizationKey } from "../../store/tables/scenes.ts";
import type { PageEnd } from "../pagination.ts";

/** A sort of a list of organizations: its order, and the positions at which a page can end in it. */
export interface OrganizationSort {
  readonly order: OrganizationOrder;
  /** The end of a page that ends with this organization. */
  readonly endOf: (organization: OrganizationKey) => PageEnd;
  /** Whether a text can be the end of a page in this sort. */
  readonly isEnd: (name: string) => boolean;
}

const endByName = ({ name, id }: OrganizationKey): PageEnd => ({ name, id });
const endByAge = ({ createdAt, id }: OrganizationKey): PageEnd => ({ name: formatInstant(createdAt), id });
const isMoment = (text: string) => parseInstant(text).ok;

/** Each sort of the database by its name on the wire. */
const SORTS: Readonly<Partial<Record<ListSort, OrganizationSort>>> = {
  name: { order: { column: "name_key", direction: "asc" }, endOf: endByName, isEnd: () => true },
  "-name": { order: { column: "name_key", direction: "desc" }, endOf: endByName, isEnd: () => true },
  createdAt: { order: { column: "created_at", direction: "asc" }, endOf: endByAge, isEnd: isMoment },
  "-createdAt": { order: { column: "created_at", direction: "desc" }, endOf: endByAge, isEnd: isMoment },
};

/** A sort of the database, or null if memory sorts by this name. */
export function databaseSortOf(name: ListSort): OrganizationSort | null {
  return SORTS[name] ?? null;
}

/** A sort that memory knows. */
export interface FleetSort {
  readonly order: FleetOrder;
  readonly direction: "asc" | "desc";
}

/** A sort of memory, or null if the database sorts by this name. */
export function fleetSortOf(name: ListSort): FleetSort | null {
  const order = FLEET_ORDERS.find((one) => name === one || name === `-${one}`);
  return order ? { order, direction: name === order ? "asc" : "desc" } : null;
}

/** In the place of an instant: somebody may get something at any moment, or nothing is in sight. */
const AT_ANY_MOMENT = "now";
const NEVER = "never";

/** How the ranks of an order are written at the end of a page. */
interface RankForm {
  readonly write: (rank: number) => string;
  /** NaN for a text that is no rank. */
  readonly read: (text: string) => number;
}

const INSTANTS: RankForm = {
  write: (rank) => {
    if (rank === 0) return AT_ANY_MOMENT;
    return rank === Number.POSITIVE_INFINITY ? NEVER : formatInstant(toInstant(rank));
  },
  read: (text) => {
    if (text === AT_ANY_MOMENT) return 0;
    if (text === NEVER) return Number.POSITIVE_INFINITY;
    const instant = parseInstant(text);
    return instant.ok ? instant.value : Number.NaN;
  },
};

const NUMBERS: RankForm = { write: String, read: (text) => (text.trim() === "" ? Number.NaN : Number(text)) };

const RANK_FORMS: Readonly<Record<FleetOrder, RankForm>> = {
  next: INSTANTS,
  adoption: NUMBERS,
  schedule: NUMBERS,
};

/** The end of a page in an order of memory. */
export function toRankEnd(order: FleetOrder, { rank, id }: RankPosition): PageEnd {
  return { name: RANK_FORMS[order].write(rank), id };
}

/** The position that a page ends with; `name` as {@link isRankEnd} accepts it. */
export function fromRankEnd(order: FleetOrder, { name, id }: PageEnd): RankPosition {
  return { rank: RANK_FORMS[order].read(name), id };
}

/** Whether a text can be the end of a page in an order of memory. */
export function isRankEnd(order: FleetOrder, name: string): boolean {
  return !Number.isNaN(RANK_FORMS[order].read(name));
}
