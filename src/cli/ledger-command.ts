import { type Command, InvalidArgumentError } from "commander";
import { ok } from "../result.ts";
import { actorInWords } from "../tenancy/shown-actor.ts";
import type { ArchiveLedgerOptions } from "./archive-ledger-command.ts";
import { connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { formatColumns, showInstant } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import type { VerifyLedgerOptions } from "./verify-ledger-command.ts";
import { MOST_THREADS } from "./verify-progress.ts";

interface ShowOptions {
  readonly from?: string;
  readonly to?: string;
  readonly organization?: string;
  readonly actor?: string;
  readonly max?: string;
}

/** `sluice ledger verify | archive | show` */
export function addLedgerCommand(program: Command, session: Session): void {
  const ledger = withExample(
    program
      .command("ledger")
      .description("show the ledger of changes, and verify that nobody tampered with it"),
    "sluice ledger verify",
  );
  addVerify(ledger, session);
  addArchive(ledger, session);
  const show = ledger
    .command("show")
    .description("show accepted changes, the newest first")
    .option("--from <moment>", "not older than this")
    .option("--to <moment>", "not newer than this")
    .option("--organization <id>", "only changes about this organization")
    .option("--actor <id>", "only changes by this person or token")
    .option("--max <count>", "at most so many, up to 1000")
    .option(...JSON_OPTION);
  withExample(show, "sluice ledger show --from 2026-10-01 --max 20").action(
    answering(session, (options: ShowOptions) => showLedger(session, options)),
  );
}

function addVerify(ledger: Command, session: Session): void {
  const verify = ledger
    .command("verify")
    .description(
      "check the chain of hashes, in the database and in the archive, and that the state is what the ledger says; opens the database itself",
    )
    .option("--expect <sequence:hash>", "an entry noted earlier, which must still be there")
    .option("--from <sequence:hash>", "an entry up to which all was right; the chain is read from there on")
    .option("--resume <file>", "note in a file up to where all is right, and begin there the next time")
    .option("--threads <count>", "read a PostgreSQL by so many threads at once", readThreads)
    .option(...JSON_OPTION);
  withExample(
    verify,
    "sluice ledger verify",
    `sluice ledger verify --expect 42:${"0123456789abcdef".repeat(4)}`,
    "sluice ledger verify --resume /var/lib/sluice/verified",
  ).action(
    answering(session, async (options: VerifyLedgerOptions) => {
      // The database only where it is needed.
      const { verifyWholeLedger } = await import("./verify-ledger-command.ts");
      return verifyWholeLedger(session.terminal, options);
    }),
  );
}

function readThreads(text: string): number {
  const count = Number(text);
  if (/^\d$/.test(text) && count >= 1 && count <= MOST_THREADS) return count;
  throw new InvalidArgumentError(`Use a whole number from 1 to ${MOST_THREADS}.`);
}

function addArchive(ledger: Command, session: Session): void {
  const archive = ledger
    .command("archive")
    .description(
      "move older entries from the database to files beside the builds, where everything is still answered from; opens the database itself",
    )
    .option("--before <moment>", "entries that are older than this")
    .option("--keep-days <count>", "entries that are older than so many days")
    .option(...JSON_OPTION);
  withExample(
    archive,
    "sluice ledger archive --keep-days 400",
    "sluice ledger archive --before 2026-01-01",
  ).action(
    answering(session, async (options: ArchiveLedgerOptions) => {
      // The database only where it is needed.
      const { archiveOldEntries } = await import("./archive-ledger-command.ts");
      return archiveOldEntries(session.terminal, options);
    }),
  );
}

async function showLedger(session: Session, options: ShowOptions): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const { from, to, organization: orgId, actor: actorId, max } = options;
  const query = { from, to, orgId, actorId, max: max === undefined ? undefined : Number(max) };
  const answer = await orFailure(client.value.api.GET("/v1/adminAudit/events", { params: { query } }));
  if (!answer.ok) return answer;
  const { body } = answer.value;
  const { items } = body;
  if (items.length === 0) return ok({ text: "No change matches.", json: body });
  const rows = items.map((event) => [
    String(event.sequence),
    showInstant(event.created),
    actorInWords(event.actor),
    event.action,
    `${event.subject} ${event.subjectId}`,
  ]);
  return ok({
    text: formatColumns([["ENTRY", "AT", "WHO", "WHAT", "ABOUT"], ...rows]),
    json: body,
  });
}
