import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { LogEvent } from "kysely";
import { tracer } from "./spans.ts";

/** The most characters of a statement that are sent. */
const MOST_CHARACTERS = 2_000;

/** The names that the conventions of OpenTelemetry give the databases. */
const SYSTEM = "postgresql";

/**
 * Makes a span of a statement that has ended, within the span of what asked for it; statements that nothing traced asked
 * for make none. Its text is sent without the values, which may be names and secrets.
 */
export function noteStatement({ level, query, queryDurationMillis, ...event }: LogEvent): void {
  if (trace.getActiveSpan() === undefined) return;
  const endedAt = Date.now();
  const summary = summaryOf(query.sql);
  const span = tracer().startSpan(summary, {
    kind: SpanKind.CLIENT,
    startTime: endedAt - queryDurationMillis,
    attributes: {
      "db.system.name": SYSTEM,
      "db.query.summary": summary,
      "db.query.text": query.sql.slice(0, MOST_CHARACTERS),
    },
  });
  if (level === "error") {
    span.setStatus({ code: SpanStatusCode.ERROR });
    const code = "error" in event ? codeOf(event.error) : null;
    if (code !== null) span.setAttribute("db.response.status_code", code);
  }
  span.end(endedAt);
}

/** What a statement does, and to which table: few texts, so that a collector can group by them. */
function summaryOf(statement: string): string {
  const [, verb = "statement"] = /^\s*([a-z]+)/i.exec(statement) ?? [];
  const [, table = ""] = /\b(?:from|into|update|join)\s+"?([a-z_]+)"?/i.exec(statement) ?? [];
  return `${verb.toLowerCase()} ${table}`.trim();
}

/** The SQLSTATE of an error, or null if it has none. */
function codeOf(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}
