import type { Command } from "commander";
import { readNext } from "../client/answer.ts";
import { ok, type Result } from "../result.ts";
import { auditText } from "./audit-text.ts";
import { type Client, connect, openAnswer, orFailure, type Query, readText } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface AuditOptions {
  readonly from?: string;
  readonly to?: string;
  readonly organization?: string;
  readonly actor?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

const PATH = "/v1/adminAudit/events";

/** `sluice audit`: who changed what, as people read it. */
export function addAuditCommand(program: Command, session: Session): void {
  const audit = program
    .command("audit")
    .description("show who changed what, the newest first: every change that matches")
    .option("--from <moment>", "not older than this, such as 2026-10-01")
    .option("--to <moment>", "not newer than this")
    .option("--organization <id>", "only changes about this organization")
    .option("--actor <id>", "only changes by this person or token")
    .option("--csv", "print CSV, with each record before and after")
    .option(...JSON_OPTION);
  withExample(
    audit,
    "sluice audit --from 2026-10-01",
    "sluice audit --from 2026-10-01 --to 2026-11-01 --csv > october.csv",
  ).action(answering(session, (options: AuditOptions) => showAudit(session, options)));
}

async function showAudit(session: Session, options: AuditOptions): Promise<Outcome> {
  const { from, to, organization: orgId, actor: actorId } = options;
  if (options.csv && options.json) {
    const message = "--csv and --json are both given; give one of them";
    return fail(EXIT.usage, { code: "format_unclear", message });
  }
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const filter = { from, to, orgId, actorId };
  if (options.csv) return writeCsv(session, client.value, filter);
  const listed = await orFailure(client.value.api.listAll(PATH, { params: { query: filter } }));
  if (!listed.ok) return listed;
  return ok({ text: auditText(listed.value), json: { items: listed.value } });
}

/** Page by page as they come; the headings once. */
async function writeCsv({ terminal }: Session, client: Client, filter: Query): Promise<Outcome> {
  let query: Query | null = { ...filter, max: 1000 };
  let isFirst = true;
  while (query) {
    const page: Result<CsvPage, Failure> = await readCsvPage(client, query);
    if (!page.ok) return page;
    terminal.out(isFirst ? page.value.text : page.value.text.replace(/^[^\n]*\n/, ""));
    isFirst = false;
    query = page.value.next;
  }
  return ok({ text: null, json: null });
}

interface CsvPage {
  readonly text: string;
  readonly next: Query | null;
}

async function readCsvPage(client: Client, query: Query): Promise<Result<CsvPage, Failure>> {
  const answer = await openAnswer(client, "GET", PATH, { query, accept: "text/csv" });
  if (!answer.ok) return answer;
  const text = await readText(client, answer.value);
  return text.ok ? ok({ text: text.value, next: readNext(answer.value.headers) }) : text;
}
