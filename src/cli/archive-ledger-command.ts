import { archiveOlder } from "../fleet/archive-older.ts";
import { formatInstant, type Instant, parseInstant, toInstant } from "../instant.ts";
import { ok, type Result } from "../result.ts";
import { nameOf } from "../store/archive/segment.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { withStore } from "./open-database.ts";
import type { Terminal } from "./terminal.ts";
import { hasTable, NO_LEDGER } from "./verify-ledger-command.ts";

/** The options of `sluice ledger archive`, as they are typed. */
export interface ArchiveLedgerOptions {
  readonly before?: string;
  readonly keepDays?: string;
}

/** The work of `sluice ledger archive`. Entries that do not fill a file stay in the database. */
export async function archiveOldEntries(terminal: Terminal, options: ArchiveLedgerOptions): Promise<Outcome> {
  const before = readBefore(options, toInstant(Date.now()));
  if (!before.ok) return before;
  return withStore(terminal, async (store): Promise<Outcome> => {
    if (!(await hasTable(store, "ledger_segments"))) return fail(EXIT.unreachable, NO_LEDGER);
    const files: string[] = [];
    const done = await archiveOlder(store, before.value, (segment) => {
      files.push(nameOf(segment));
      terminal.err(`sluice: ${nameOf(segment)} is written, and its entries have left the database.\n`);
    });
    if (!done.ok) return fail(EXIT.refused, done.error);
    const { entries, through } = done.value;
    const limit = formatInstant(before.value);
    const json = { before: limit, ...done.value, files };
    const archived = through === 0 ? "nothing" : `everything up to entry ${through}`;
    return ok({
      text: `Archived ${entries} entries from before ${limit} in ${files.length} files; the archive has ${archived}.`,
      json,
    });
  });
}

const DAY_MS = 86_400_000;

/** Reads which entries may go. Refuses `archive_limit_malformed`. */
function readBefore({ before, keepDays }: ArchiveLedgerOptions, now: Instant): Result<Instant, Failure> {
  if (before !== undefined && keepDays === undefined) {
    const instant = parseInstant(before);
    if (instant.ok && instant.value <= now) return ok(instant.value);
  }
  if (before === undefined && keepDays !== undefined && /^[1-9]\d{0,3}$/.test(keepDays)) {
    return ok(toInstant(now - Number(keepDays) * DAY_MS));
  }
  const message =
    "Say which entries may go, once: --keep-days with a number of days from 1 to 9999, or --before with a moment of the past such as 2026-01-01.";
  return fail(EXIT.usage, { code: "archive_limit_malformed", message });
}
