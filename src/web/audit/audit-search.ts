import type { AuditFilters } from "../data/audit.ts";
import { type AuditAction, findAction } from "./actions.ts";

/** The part of the view that its address holds. */
export interface AuditSearch {
  /** The first and the last day, such as 2026-11-22, in the person's own time zone. */
  readonly from?: string;
  readonly to?: string;
  readonly partner?: string;
  readonly customer?: string;
  /** The id of the person who made the change. */
  readonly person?: string;
  readonly action?: AuditAction;
  /** The sequence number of the entry that is open. */
  readonly entry?: number;
}

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const from = readDay(search.from);
  const to = readDay(search.to);
  const partner = readId(search.partner);
  const customer = readId(search.customer);
  const person = readId(search.person);
  const action = findAction(search.action);
  const entry = Number(search.entry);
  return {
    ...(from && { from }),
    ...(to && { to }),
    ...(partner && { partner }),
    ...(customer && { customer }),
    ...(person && { person }),
    ...(action && { action }),
    ...(Number.isInteger(entry) && entry > 0 && { entry }),
  };
}

/** The filters for the server: whole days, from midnight to midnight in the person's own time zone. */
export function filtersOf(search: AuditSearch): AuditFilters {
  const { from, to, partner, customer, person, action } = search;
  return {
    ...(from && { from: midnight(from, 0).toISOString() }),
    ...(to && { to: new Date(midnight(to, 1).getTime() - 1).toISOString() }),
    ...(partner && { partnerId: partner }),
    ...(customer && { orgId: customer }),
    ...(person && { actorId: person }),
    ...(action && { action }),
  };
}

function midnight(day: string, daysLater: number): Date {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + daysLater);
  return date;
}

/** Reads a day that exists: 2026-02-31 is refused. */
function readDay(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : undefined;
}

function readId(value: unknown): string | undefined {
  return typeof value === "string" && value.length <= 200 ? value : undefined;
}
