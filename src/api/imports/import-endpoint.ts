import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { ImportQuery, ImportRefused, ImportReport, MakingImportQuery } from "../../contract/bulk-data.ts";
import { Problem } from "../../contract/problem.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { onceOnly } from "../answer-once.ts";
import type { Context } from "../context.ts";
import { type AnyEndpoint, signIn } from "../endpoint.ts";
import { sendRefusal } from "../problem.ts";
import { withRightsAtChange } from "../rights-at-change.ts";
import { type ImportShare, openImport } from "../shares/import-share.ts";
import { readCsv } from "./csv-lines.ts";
import type { ImportKind } from "./import-kind.ts";
import { readNdjson } from "./ndjson-lines.ts";
import type { AskedImport } from "./pass-over.ts";
import { answerWithProgress, toProblem, toRefusedReport, toReplayed } from "./progress-answer.ts";
import type { RawLine } from "./raw-line.ts";
import { runImport } from "./run-import.ts";
import { type SpooledBody, spoolBody } from "./spooled-body.ts";

interface ImportDescription<Line, Ready> {
  readonly path: string;
  readonly summary: string;
  readonly kind: ImportKind<Line, Ready>;
}

const FORMATS = ["text/csv", "application/x-ndjson"] as const;
type Format = (typeof FORMATS)[number];

/** The format of each media type that programs name a file by, in lower case. */
const FORMAT_OF: Readonly<Record<string, Format>> = {
  "text/csv": "text/csv",
  "application/csv": "text/csv",
  "text/x-csv": "text/csv",
  "application/x-csv": "text/csv",
  "text/comma-separated-values": "text/csv",
  "text/tab-separated-values": "text/csv",
  // Of a .csv on Windows with Excel.
  "application/vnd.ms-excel": "text/csv",
  "text/plain": "text/csv",
  "application/x-ndjson": "application/x-ndjson",
  "application/ndjson": "application/x-ndjson",
  "application/jsonl": "application/x-ndjson",
};

/** Makes the endpoint of an import: it reads CSV or NDJSON as a stream, and answers with a report by line numbers. */
export function importEndpoint<Line, Ready>(described: ImportDescription<Line, Ready>): AnyEndpoint {
  const { path, summary } = described;
  return {
    method: "POST",
    path,
    summary,
    query: queryOf(described),
    bodyTypes: FORMATS,
    answer: ImportReport,
    answerTypes: ["application/x-ndjson"],
    refusedAnswer: ImportRefused,
    register: (app, context) => {
      app.register(async (scope) => register(scope, context, described));
    },
  };
}

function queryOf<Line, Ready>({ kind }: ImportDescription<Line, Ready>) {
  return kind.identity ? MakingImportQuery : ImportQuery;
}

function register<Line, Ready>(
  app: FastifyInstance,
  context: Context,
  described: ImportDescription<Line, Ready>,
): void {
  const { path, summary, kind } = described;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.route({
    method: "POST",
    url: path,
    config: { takesStream: true },
    schema: {
      summary,
      querystring: queryOf(described),
      response: { 200: ImportReport, 422: ImportRefused, "4xx": Problem },
    },
    onRequest: (request, reply) => signIn(context, request, reply),
    handler: async (request, reply) => {
      const received = await receive(context, request, kind.permit);
      if (!received.ok) {
        request.raw.resume();
        return sendRefusal(reply, received.error);
      }
      try {
        return await answer(withRightsAtChange(context, request), request, reply, {
          kind,
          ...received.value,
        });
      } finally {
        await received.value.body.close();
        received.value.share.release();
      }
    },
  });
}

interface ImportSource {
  readonly format: Format;
  readonly body: SpooledBody;
}

/** An import that was received, with its share of what may be under way. */
interface ReceivedImport extends ImportSource {
  readonly share: ImportShare;
}

/** Receives the whole body, if the caller may import and its format is known. */
async function receive(
  { config, shares }: Context,
  request: FastifyRequest,
  permit: ImportKind<unknown, unknown>["permit"],
): Promise<Result<ReceivedImport, Refusal>> {
  const permitted = permit(request.actor as Actor);
  if (!permitted.ok) return permitted;
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  const format = Object.hasOwn(FORMAT_OF, type) ? FORMAT_OF[type] : undefined;
  if (!format || !request.body) return err(FORMAT_UNKNOWN);
  const opened = openImport(shares, request.actor as Actor);
  if (!opened.ok) return opened;
  const share = opened.value;
  const body = await spoolBody(request.body as Readable, config.dataDirectory, undefined, share.grow);
  if (!body.ok) share.release();
  // While lines are applied no bytes arrive, so the timeout must not close the connection.
  request.raw.socket.setTimeout(0);
  return body.ok ? ok({ format, body: body.value, share }) : body;
}

const FORMAT_UNKNOWN = refuse("content_type_unknown", `Send the lines as ${FORMATS.join(" or ")}.`);

/** Gives the share back before the answer goes out, so that whoever has it may send the next file at once. */
async function answer<Line, Ready>(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { kind, format, body, share }: ReceivedImport & { readonly kind: ImportKind<Line, Ready> },
): Promise<FastifyReply> {
  const kept = { status: 200, answer: ImportReport };
  const once = onceOnly(context, request, `${format} ${body.sha256}`, kept);
  const guard = once.ok ? once.value : null;
  const isDone = (await guard?.look(context.store.database)) ?? false;
  if (isDone || !once.ok) share.release();
  if (!once.ok) return sendRefusal(reply, once.error);
  if (isDone) return guard?.sendBefore(reply) ?? reply;
  const query = request.query as Partial<z.output<typeof MakingImportQuery>>;
  const { dryRun = false, skipBadLines = false, existing = "skip" } = query;
  return answerWithProgress(request, reply, async (onProgress) => {
    const asked: AskedImport = {
      actor: request.actor as Actor,
      read: () => readLines(format, body, kind),
      dryRun,
      skipBadLines,
      existing,
      onProgress,
    };
    const outcome = await runImport(kind, asked, guard ? { ...context, guard } : context).finally(
      share.release,
    );
    if (guard?.before) return toReplayed(request, guard.answerBefore());
    if (!outcome.ok) return toProblem(request, outcome.error);
    const { report, refusal } = outcome.value;
    if (refusal) return toRefusedReport(request, refusal, report);
    await guard?.keep(context.store.database, report);
    return { status: 200, body: report };
  });
}

function readLines<Line, Ready>(
  format: Format,
  body: SpooledBody,
  { shape }: ImportKind<Line, Ready>,
): AsyncGenerator<RawLine> {
  return format === "text/csv"
    ? readCsv(body.read(), shape.columns, shape.toldColumns)
    : readNdjson(body.read());
}
