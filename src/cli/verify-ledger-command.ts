import { formatInstant } from "../instant.ts";
import type { LedgerPosition } from "../ledger/entry.ts";
import { ok, type Result, refuse } from "../result.ts";
import type { Store } from "../store/store.ts";
import type { Uncovered } from "../store/verify/coverage.ts";
import { verifyLedger } from "../store/verify/verify-ledger.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { withStore } from "./open-database.ts";
import type { Terminal } from "./terminal.ts";

/** The work of `sluice ledger verify`; findings end with exit code 1. */
export async function verifyWholeLedger(terminal: Terminal, expect: string | undefined): Promise<Outcome> {
  const noted = readNoted(expect);
  if (!noted.ok) return noted;
  return withStore(terminal, async (store): Promise<Outcome> => {
    if (!(await hasTable(store, "ledger_head"))) return fail(EXIT.unreachable, NO_LEDGER);
    const verified = await verifyLedger(store, noted.value ? { expected: noted.value } : {});
    const { count, head, findings } = verified;
    const json = { ...verified, head: { ...head, at: formatInstant(head.at) } };
    const where = count === 0 ? "" : `, the last is ${head.sequence}:${head.hash}`;
    terminal.err(uncoveredText(verified.uncovered));
    if (findings.length === 0) return ok({ text: `The ledger is whole: ${count} entries${where}.`, json });
    const found = findings.map((finding) => `  ${finding.message} [${finding.code}]`);
    const text = [
      `The ledger does NOT hold: ${found.length} findings in ${count} entries${where}.`,
      ...found,
    ];
    return ok({ text: text.join("\n"), json, exit: EXIT.refused });
  });
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

/** Reads `42:<64 hex digits>`. Refuses `expected_malformed`. */
function readNoted(text: string | undefined): Result<LedgerPosition | null, Failure> {
  if (text === undefined) return ok(null);
  const match = /^([1-9]\d{0,15}):([0-9a-f]{64})$/i.exec(text);
  if (match?.[1] && match[2]) return ok({ sequence: Number(match[1]), hash: match[2].toLowerCase() });
  const message = `--expect is "${text}"; give SEQUENCE:HASH as "ledger verify" prints them, with a hash of 64 hex digits`;
  return fail(EXIT.usage, { code: "expected_malformed", message });
}
