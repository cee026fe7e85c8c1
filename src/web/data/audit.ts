import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { readNext } from "../../client/answer.ts";
import type { Shape } from "../../client/shape.ts";
import { auditEventsPath } from "../paths.ts";
import { api, need, needAnswer } from "./api.ts";
import { type FailedRequest, RefusedError } from "./refused.ts";

export type AuditEntry = Shape<"AuditList">["items"][number];

/** The names of the ids in entries. */
export type Names = Shape<"AuditList">["names"];

/** Limits on the entries; what is left out limits nothing. */
export interface AuditFilters {
  /** ISO 8601 instants. */
  readonly from?: string;
  readonly to?: string;
  readonly partnerId?: string;
  readonly orgId?: string;
  readonly actorId?: string;
  readonly action?: string;
}

const PAGE = 100;

/** The entries of the ledger, the newest first: one for all that was changed together. */
export function auditQuery(filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: ["list", "audit", filters],
    queryFn: ({ pageParam: before, signal }) => {
      const query = {
        ...filters,
        together: "folded" as const,
        max: PAGE,
        ...(before !== null && { before }),
      };
      return needAnswer(api.GET("/v1/adminAudit/events", { params: { query }, signal }));
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next, body }) => (next ? (body.items.at(-1)?.change ?? null) : null),
    placeholderData: keepPreviousData,
  });
}

/** One entry with its names, or null if there is none that the person may see. */
export function auditEntryQuery(sequence: number) {
  return queryOptions({
    queryKey: ["list", "audit", "entry", sequence],
    queryFn: async ({ signal }) => {
      const query = { before: sequence + 1, max: 1, together: "counted" as const };
      const { items, names } = await need(api.GET("/v1/adminAudit/events", { params: { query }, signal }));
      const entry = items.find((one) => one.sequence === sequence);
      return entry ? { entry, names } : null;
    },
  });
}

/** How many entries of one change are listed beside each other. */
export const MOST_TOGETHER = 200;

/** What was changed together, the newest first: at most {@link MOST_TOGETHER} entries. */
export function togetherQuery(change: number) {
  return queryOptions({
    queryKey: ["list", "audit", "together", change],
    queryFn: ({ signal }) => {
      const query = { change, max: MOST_TOGETHER };
      return need(api.GET("/v1/adminAudit/events", { params: { query }, signal }));
    },
  });
}

export type UndoPreview = Shape<"UndoPreview">;

/** Whether the person can undo the change that an entry is part of, why not, and what it would do. */
export function undoQuery(sequence: number) {
  return queryOptions({
    queryKey: ["list", "audit", "undo", sequence],
    queryFn: ({ signal }) =>
      need(api.GET("/v1/adminAudit/events/{sequence}/undo", { params: { path: { sequence } }, signal })),
  });
}

/** Undoes the change that an entry is part of. */
export function undoChange(sequence: number) {
  return need(api.POST("/v1/adminAudit/events/{sequence}/undo", { params: { path: { sequence } } }));
}

/** The people below the person's own place in the hierarchy, to choose among; only for people who may see them. */
export const peopleQuery = queryOptions({
  queryKey: ["list", "people"],
  queryFn: async ({ signal }) => {
    const people = await api.listAll("/v1/administrators", { signal });
    if (!people.ok) throw new RefusedError(people.error);
    return people.value.map(({ id, displayName }) => ({ id, displayName }));
  },
});

const CSV_PAGE = 1000;

/** Every entry that matches as CSV, read page by page, with the number of entries. */
export async function readAuditCsv(
  filters: AuditFilters,
  separator: string,
): Promise<{ csv: string; count: number }> {
  const parts: string[] = [];
  let count = 0;
  let query: Readonly<Record<string, string | undefined>> | null = {
    ...filters,
    separator,
    max: String(CSV_PAGE),
  };
  while (query !== null) {
    const answer: Response = await fetch(auditEventsPath(query), { headers: { accept: "text/csv" } });
    if (!answer.ok) throw new RefusedError(await toRefused(answer));
    const text = await answer.text();
    const headEnd = text.indexOf("\r\n") + 2;
    parts.push(parts.length === 0 ? text : text.slice(headEnd));
    count += countRows(text) - 1;
    query = readNext(answer.headers);
  }
  return { csv: parts.join(""), count };
}

/** Counts the rows; line ends inside quotes do not end one. */
function countRows(csv: string): number {
  return csv.replaceAll(/"[^"]*"/g, "").split("\r\n").length - 1;
}

async function toRefused(answer: Response) {
  const { errors = [], quota } = (await answer.json().catch(() => ({}))) as {
    errors?: { code: string; description: string }[];
    quota?: FailedRequest["quota"];
  };
  const { code = "unexpected", description: message = "" } = errors[0] ?? {};
  return { code, message, status: answer.status, quota };
}
