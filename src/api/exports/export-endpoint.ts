import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import type { LineShape } from "../../contract/bulk-data.ts";
import { CSV_FIELDS, type CsvStyle } from "../../contract/csv-query.ts";
import { NoQuery } from "../../contract/fields.ts";
import { Problem } from "../../contract/problem.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Context } from "../context.ts";
import { toCsv, toCsvLines } from "../csv-text.ts";
import { type AnyEndpoint, signIn } from "../endpoint.ts";
import { accepts } from "../request-headers.ts";

interface ExportDescription<Line, Query extends z.ZodObject> {
  readonly path: string;
  readonly summary: string;
  readonly shape: LineShape<Line>;
  /** The filters of the export, or undefined if it has none. */
  readonly query?: Query;
  /** The lines that the actor may see, in batches. */
  readonly lines: (context: Context, actor: Actor, query: z.output<Query>) => AsyncGenerator<readonly Line[]>;
}

/**
 * Makes the endpoint of an export: the lines of the actor's subtree as a stream of CSV, or of NDJSON if that is
 * accepted.
 */
export function exportEndpoint<Line extends object, Query extends z.ZodObject = typeof NoQuery>(
  described: ExportDescription<Line, Query>,
): AnyEndpoint {
  const { path, summary } = described;
  return {
    method: "GET",
    path,
    summary,
    query: queryOf(described),
    answerTypes: ["text/csv", "application/x-ndjson"],
    register: (app, context) => register(app, context, described),
  };
}

/** The filters of the export, and how its CSV is written. */
function queryOf<Line, Query extends z.ZodObject>({ query }: ExportDescription<Line, Query>): z.ZodObject {
  return (query ?? NoQuery).extend(CSV_FIELDS);
}

function register<Line extends object, Query extends z.ZodObject>(
  app: FastifyInstance,
  context: Context,
  described: ExportDescription<Line, Query>,
): void {
  const { path, summary, shape, lines } = described;
  app.route({
    method: "GET",
    url: path,
    schema: { summary, querystring: queryOf(described), response: { "4xx": Problem } },
    onRequest: (request, reply) => signIn(context, request, reply),
    handler: (request, reply) => {
      const found = lines(context, request.actor as Actor, request.query as z.output<Query>);
      const isNdjson = accepts(request, "application/x-ndjson");
      const name = `${path.split("/").at(-1)}.${isNdjson ? "ndjson" : "csv"}`;
      reply.headers({ vary: "accept", "content-disposition": `attachment; filename="${name}"` });
      reply.type(isNdjson ? "application/x-ndjson" : "text/csv; charset=utf-8");
      const csv = { shape, style: request.query as CsvStyle };
      return reply.send(Readable.from(isNdjson ? toNdjsonParts(found) : toCsvParts(found, csv)));
    },
  });
}

async function* toNdjsonParts(found: AsyncGenerator<readonly object[]>): AsyncGenerator<string> {
  for await (const lines of found) yield lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

async function* toCsvParts<Line extends object>(
  found: AsyncGenerator<readonly Line[]>,
  { shape, style }: { readonly shape: LineShape<Line>; readonly style: CsvStyle },
): AsyncGenerator<string> {
  const names = [...Object.keys(shape.columns), ...(shape.toldColumns ?? [])];
  yield toCsv([names], style);
  for await (const lines of found) {
    const rows = lines.map((line) => names.map((name) => toCell((line as Record<string, unknown>)[name])));
    yield toCsvLines(rows, style);
  }
}

function toCell(value: unknown): string | number | null {
  if (Array.isArray(value)) return value.join(";");
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" || typeof value === "number" ? value : null;
}
