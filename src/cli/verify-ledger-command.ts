import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { formatInstant } from "../instant.ts";
import type { LedgerPosition } from "../ledger/entry.ts";
import { ok, type Result, refuse } from "../result.ts";
import { ledgerHead } from "../store/ledger/ledger-table.ts";
import type { Store } from "../store/store.ts";
import type { Uncovered } from "../store/verify/coverage.ts";
import { type Verification, verifyLedger } from "../store/verify/verify-ledger.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { withStore } from "./open-database.ts";
import type { Terminal } from "./terminal.ts";
import { followProgress, MOST_THREADS } from "./verify-progress.ts";

/** The options of `sluice ledger verify`, as they are typed. */
export interface VerifyLedgerOptions {
  readonly expect?: string;
  readonly from?: string;
  readonly resume?: string;
  readonly threads?: number;
}

/** The work of `sluice ledger verify`; findings end with exit code 1. */
export async function verifyWholeLedger(terminal: Terminal, options: VerifyLedgerOptions): Promise<Outcome> {
  const expected = readNoted("--expect", options.expect);
  if (!expected.ok) return expected;
  const from = readFrom(options);
  if (!from.ok) return from;
  return withStore(terminal, async (store, location): Promise<Outcome> => {
    if (!(await hasTable(store, "ledger_head"))) return fail(EXIT.unreachable, NO_LEDGER);
    const marks = { expected: expected.value ?? undefined, from: from.value ?? undefined };
    const count = options.threads ?? (await threadsFor(store));
    const progress = followProgress(terminal, options.resume);
    const threads = { count, location };
    const verified = await verifyLedger(store, { ...marks, threads, onProgress: progress.take });
    const speed = progress.end(verified.count);
    terminal.err(uncoveredText(verified.uncovered));
    terminal.err(speed);
    return ok(toAnswer(verified, from.value));
  });
}

function toAnswer(verified: Verification, from: LedgerPosition | null) {
  const { count, head, findings } = verified;
  const json = { ...verified, head: { ...head, at: formatInstant(head.at) } };
  const where = head.sequence === 0 ? "" : `, the last is ${head.sequence}:${head.hash}`;
  const after = from === null ? "" : ` after entry ${from.sequence}`;
  if (findings.length === 0) {
    return { text: `The ledger is whole${after}: ${count} entries${where}.`, json };
  }
  const found = findings.map((finding) => `  ${finding.message} [${finding.code}]`);
  const first = `The ledger does NOT hold${after}: ${found.length} findings in ${count} entries${where}.`;
  return { text: [first, ...found].join("\n"), json, exit: EXIT.refused };
}

/** Fewer entries are read sooner than threads have started. */
const FEW_ENTRIES = 20_000;

async function threadsFor({ database }: Store): Promise<number> {
  const { sequence } = await ledgerHead(database);
  return sequence < FEW_ENTRIES ? 1 : Math.min(availableParallelism(), MOST_THREADS);
}

/** What a whole ledger does not prove: a remark, since it is no fault. */
function uncoveredText(uncovered: readonly Uncovered[]): string {
  const counted = uncovered.filter(({ count }) => count !== null && count > 0);
  const tables = uncovered.filter(({ count }) => count === null).map(({ what }) => what);
  const lines = [...counted.map(({ message }) => message), `the tables ${tables.join(", ")}`];
  return `Not covered by the ledger (SECURITY.md says more):\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

export const NO_LEDGER = refuse(
  "ledger_missing",
  'This database has no ledger yet; make one with "sluice serve" or "sluice migrate", or check DATABASE_URL and DATA_DIR.',
);

/** Whether the database was set up so far that it has a table. */
export async function hasTable({ database }: Store, name: string): Promise<boolean> {
  const tables = await database.introspection.getTables();
  return tables.some((table) => table.name === name);
}

/** Where the check begins: `--from`, or what the file of `--resume` says, or null for the beginning. */
function readFrom({ from, resume }: VerifyLedgerOptions): Result<LedgerPosition | null, Failure> {
  if (from !== undefined || resume === undefined || !existsSync(resume)) return readNoted("--from", from);
  return readNoted(`the file ${resume}`, readFileSync(resume, "utf8").trim());
}

/** Reads `42:<64 hex digits>`. Refuses `expected_malformed`. */
function readNoted(what: string, text: string | undefined): Result<LedgerPosition | null, Failure> {
  if (text === undefined) return ok(null);
  const match = /^([1-9]\d{0,15}):([0-9a-f]{64})$/i.exec(text);
  if (match?.[1] && match[2]) return ok({ sequence: Number(match[1]), hash: match[2].toLowerCase() });
  const message = `${what} is "${text.slice(0, 100)}"; give SEQUENCE:HASH as "ledger verify" prints them, with a hash of 64 hex digits`;
  return fail(EXIT.usage, { code: "expected_malformed", message });
}
