import { SingleBar } from "cli-progress";
import { type Command, Option } from "commander";
import { newIdempotencyKey } from "../client/idempotency-key.ts";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { LOG_FORMATS } from "./logs/log-formats.ts";
import { logLines } from "./logs/log-lines.ts";
import { LineCounts, type NumberedRequest, readRequestLine } from "./logs/read-requests.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface ImportOptions {
  readonly format: keyof typeof LOG_FORMATS;
  readonly zone: string;
  readonly dryRun?: true;
}

/** The most requests and characters of addresses in one call. */
const BATCH = { requests: 1_000, characters: 400_000 } as const;

/** `sluice check-ins import` */
export function addCheckInsCommand(program: Command, session: Session): void {
  const checkIns = withExample(
    program.command("check-ins").description("count installations that a cache answered"),
    "sluice check-ins import --format combined /var/log/nginx/sluice.log.1.gz",
  );
  const importing = checkIns
    .command("import <files...>")
    .description("note the check-ins in access logs of a cache, also packed by gzip; - is the standard input")
    .addOption(
      new Option("--format <format>", "what wrote the log (combined: nginx, Apache, Varnish)")
        .choices(Object.keys(LOG_FORMATS))
        .makeOptionMandatory(),
    )
    .option("--zone <offset>", "the zone of times that say none, such as +01:00 (HAProxy)", "Z")
    .option("--dry-run", "write nothing, only tell what the logs say")
    .option(...JSON_OPTION);
  withExample(
    importing,
    "sluice check-ins import --format combined sluice.log.1.gz --dry-run",
    "zcat *.gz | sluice check-ins import --format cloudfront -",
  ).action(
    answering(session, (files: string[], options: ImportOptions) => importLogs(session, files, options)),
  );
}

/** What the logs came to. */
interface Sums {
  lines: number;
  sent: number;
  noted: number;
  surplus: number;
  unfit: number;
  readonly left: LineCounts;
}

async function importLogs(
  session: Session,
  files: readonly string[],
  options: ImportOptions,
): Promise<Outcome> {
  if (!/^(Z|[+-]\d\d:\d\d)$/.test(options.zone)) {
    const message = `--zone is "${options.zone}"; use Z, or an offset such as +01:00`;
    return fail(EXIT.usage, { code: "zone_malformed", message });
  }
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const sums: Sums = { lines: 0, sent: 0, noted: 0, surplus: 0, unfit: 0, left: new LineCounts() };
  const { progress: stream } = session.terminal;
  const bar = stream && new SingleBar({ format: "{value} check-ins and feeds sent", stream });
  bar?.start(0, 0);
  try {
    for (const path of files) {
      const done = await importLog({ client: client.value, options, sums, path }, () =>
        bar?.update(sums.sent),
      );
      if (!done.ok) return done;
    }
  } finally {
    bar?.stop();
  }
  const { left, ...numbers } = sums;
  const report = { ...numbers, dryRun: options.dryRun === true, leftOut: left.all() };
  return ok({ text: reportText(report), json: report });
}

/** One log on its way to the server. */
interface LogImport {
  readonly client: Client;
  readonly options: ImportOptions;
  readonly sums: Sums;
  readonly path: string;
}

async function importLog(log: LogImport, onProgress: () => void): Promise<Result<true, Failure>> {
  const { options, sums, path } = log;
  const read = LOG_FORMATS[options.format](options.zone);
  let batch: NumberedRequest[] = [];
  let characters = 0;
  let line = 0;
  try {
    for await (const text of logLines(path)) {
      sums.lines++;
      const found = readRequestLine(text, ++line, read);
      if (typeof found === "string") sums.left.add(found, `${path}:${line}`);
      if (found === null || typeof found === "string") continue;
      batch.push(found);
      characters += found.request.url.length;
      if (batch.length < BATCH.requests && characters < BATCH.characters) continue;
      const sent = await sendBatch(log, batch);
      if (!sent.ok) return sent;
      onProgress();
      batch = [];
      characters = 0;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail(EXIT.usage, { code: "file_unreadable", message: `${path} cannot be read: ${why}` });
  }
  return batch.length === 0 ? ok(true) : sendBatch(log, batch);
}

async function sendBatch(
  { client, options, sums, path }: LogImport,
  batch: readonly NumberedRequest[],
): Promise<Result<true, Failure>> {
  const answer = await orFailure(
    client.api.POST("/v1/imports/check-ins", {
      body: { requests: batch.map(({ request }) => request) },
      params: { query: options.dryRun ? { dryRun: "true" } : {} },
      idempotencyKey: newIdempotencyKey(),
    }),
  );
  if (!answer.ok) return answer;
  const { noted, surplus, unfit, skipped } = answer.value.body;
  sums.sent += batch.length;
  sums.noted += noted;
  sums.surplus += surplus;
  sums.unfit += unfit;
  for (const { index, reason } of skipped) sums.left.add(reason, `${path}:${batch[index]?.line}`);
  return ok(true);
}

/** What is said of each reason for leaving a line out. */
const REASON_TEXTS: Readonly<Record<string, string>> = {
  unreadable: "lines are not of this format",
  other_address: "lines are about neither checks nor feeds",
  other_method: "lines are of no GET",
  not_answered: "lines tell of no answer (by their status)",
  too_long: "lines have an address or an id that is too long",
  in_the_future: "lines are from the future; is the clock or the zone right?",
  too_old: "lines are older than installations are kept",
  refused: "lines are requests that Sluice refuses",
  organization_unknown: "lines are of organizations that do not exist",
  without_enrolment_key: "lines have no enrolment key, which their organization requires",
  names_no_installation: "lines name no installation; does the log have the header?",
};

type Report = Omit<Sums, "left"> & {
  readonly dryRun: boolean;
  readonly leftOut: ReturnType<LineCounts["all"]>;
};

function reportText({ lines, noted, surplus, unfit, dryRun, leftOut }: Report): string {
  const told = leftOut.map(
    ({ reason, count, lines: first }) =>
      `${count} ${REASON_TEXTS[reason] ?? reason} [${reason}]: ${first.join(", ")}`,
  );
  const bad = [
    ...(surplus > 0 ? [`${surplus} of organizations with too many new installations are not counted.`] : []),
    ...(unfit > 0 ? [`${unfit} cannot be stored.`] : []),
  ];
  const sum = `${lines} lines, ${noted} check-ins.`;
  return [...told, ...bad, dryRun ? `${sum} Nothing was written: it was a dry run.` : sum].join("\n");
}
