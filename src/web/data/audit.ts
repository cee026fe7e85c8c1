import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { auditEventsPath } from "../paths.ts";
import { api, need, needAnswer } from "./api.ts";
import { RefusedError } from "./refused.ts";

export type AuditEntry = Shape<"AuditList">["items"][number];

/** What the ids in entries are called. */
export type Names = Shape<"AuditList">["names"];

/** Which entries are asked for; what is left out limits nothing. */
export interface AuditFilters {
  /** Instants. */
  readonly from?: string;
  readonly to?: string;
  readonly partnerId?: string;
  readonly orgId?: string;
  readonly actorId?: string;
  readonly action?: string;
}

const PAGE = 100;

/** The ledger as people read it, the newest first. */
export function auditQuery(filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: ["list", "audit", filters],
    queryFn: ({ pageParam: before, signal }) => {
      const query = { ...filters, max: PAGE, ...(before !== null && { before }) };
      return needAnswer(api.GET("/v1/adminAudit/events", { params: { query }, signal }));
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next, body }) => (next ? (body.items.at(-1)?.sequence ?? null) : null),
    placeholderData: keepPreviousData,
  });
}

/** One entry with the names in it; null: there is none that one may see. */
export function auditEntryQuery(sequence: number) {
  return queryOptions({
    queryKey: ["list", "audit", "entry", sequence],
    queryFn: async ({ signal }) => {
      const query = { before: sequence + 1, max: 1 };
      const { items, names } = await need(api.GET("/v1/adminAudit/events", { params: { query }, signal }));
      const entry = items.find((one) => one.sequence === sequence);
      return entry ? { entry, names } : null;
    },
    // What is in the ledger stays as it is.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The people of one's subtree by name, for choosing among them; only for who may see them. */
export const peopleQuery = queryOptions({
  queryKey: ["list", "people"],
  queryFn: async ({ signal }) => {
    const people = await api.listAll("/v1/administrators", { signal });
    if (!people.ok) throw new RefusedError(people.error);
    return people.value.map(({ id, displayName }) => ({ id, displayName }));
  },
});

const CSV_PAGE = 1000;

/** Every entry that matches as CSV, however many pages the server makes of it, with how many there are. */
export async function readAuditCsv(filters: AuditFilters): Promise<{ csv: string; count: number }> {
  const parts: string[] = [];
  let count = 0;
  let path: string | null = auditEventsPath({ ...filters, max: String(CSV_PAGE) });
  while (path !== null) {
    const answer: Response = await fetch(path, { headers: { accept: "text/csv" } });
    if (!answer.ok) throw new RefusedError(await toRefused(answer));
    const text = await answer.text();
    const headEnd = text.indexOf("\r\n") + 2;
    parts.push(parts.length === 0 ? text : text.slice(headEnd));
    count += countRows(text) - 1;
    path = /<([^>]*)>\s*;\s*rel="?next"?/.exec(answer.headers.get("link") ?? "")?.[1] ?? null;
  }
  return { csv: parts.join(""), count };
}

/** Line ends inside of quotes are a part of what is quoted. */
function countRows(csv: string): number {
  return csv.replaceAll(/"[^"]*"/g, "").split("\r\n").length - 1;
}

async function toRefused(answer: Response) {
  const { errors = [] } = (await answer.json().catch(() => ({}))) as {
    errors?: { code: string; description: string }[];
  };
  const { code = "unexpected", description: message = "" } = errors[0] ?? {};
  return { code, message, status: answer.status };
}
