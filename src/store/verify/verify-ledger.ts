import { sql } from "kysely";
import type { LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import { LEDGER_START } from "../../ledger/hash.ts";
import { SUBJECTS } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import { entriesAfter, findPosition, ledgerHead } from "../ledger/ledger-table.ts";
import type { StoreLocation } from "../open-store.ts";
import type { Store } from "../store.ts";
import { describeUncovered, type Uncovered } from "./coverage.ts";
import type { Finding } from "./finding.ts";
import { isSameMark } from "./judge-chain.ts";
import { Chain, expectedMissing, planRanges } from "./verify-chain.ts";
import { verifyCredentials } from "./verify-credentials.ts";
import { runInOrder, runTask, type TaskRunner, type VerifyTask } from "./verify-task.ts";
import { startThreads, type VerifyThreads } from "./verify-threads.ts";

/** The result of a check of the ledger, without findings if all is well. */
export interface Verification {
  readonly findings: readonly Finding[];
  /** The number of entries that were read. */
  readonly count: number;
  readonly head: LedgerHead;
  /** What the ledger says nothing about, so that no check can find a change in it. */
  readonly uncovered: readonly Uncovered[];
}

/** What a check reads and how; what is left out: everything, in this process. */
export interface VerifyOptions {
  /** A head noted earlier, outside the database: with it, even a ledger that was rewritten with all its hashes is found. */
  readonly expected?: LedgerPosition | undefined;
  /** An entry up to which everything was right before: the chain is read from there on. State is compared as a whole. */
  readonly from?: LedgerPosition | undefined;
  /** Threads that read a PostgreSQL side by side, and where it is. */
  readonly threads?: { readonly count: number; readonly location: StoreLocation } | undefined;
  /** Told of the entries that were read, of how many, and of the last one if everything up to there is right. */
  readonly onProgress?: (read: number, of: number, whole: LedgerHead | null) => void;
}

/** Checks the ledger, its archive and the state beside it, in parts and on one snapshot. */
export function verifyLedger(store: Store, options: VerifyOptions = {}): Promise<Verification> {
  return store.database
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (transaction) => {
      // The snapshot must last while threads read it.
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
      const threads = await openThreads(transaction, options);
      try {
        const inProcess = { threads: 1, run: (task: VerifyTask) => runTask(transaction, task) };
        return await verifyWith(transaction, threads ?? inProcess, options);
      } finally {
        await threads?.end();
      }
    });
}

async function openThreads(transaction: Database, { threads }: VerifyOptions): Promise<VerifyThreads | null> {
  if (!threads || threads.count < 2 || threads.location.databaseUrl === null) return null;
  const { rows } = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(transaction);
  return startThreads(threads.count, { location: threads.location, snapshot: rows[0]?.id ?? "" });
}

async function verifyWith(
  database: Database,
  runner: TaskRunner,
  options: VerifyOptions,
): Promise<Verification> {
  const { from, onProgress = () => {} } = options;
  const expected = options.expected ?? null;
  const head = await ledgerHead(database);
  const begun = from && (await findEntry(database, from));
  const early = await missingBefore(database, [from, expected], begun?.sequence ?? 0);
  const chain = new Chain(begun ?? null, expected);
  const [total, state]: [number, Finding[]] = [head.sequence - (begun?.sequence ?? 0), []];
  let read = 0;
  await runInOrder(runner, await planTasks(database, begun ?? LEDGER_START, expected), (done) => {
    if (done.kind === "subject") return state.push(...done.findings);
    chain.take(done.judged);
    read += done.judged.count;
    onProgress(read, total, chain.whole);
  });
  const { findings, count, last } = chain.end(head);
  const credentials = await verifyCredentials(database);
  return {
    findings: [...early, ...findings, ...state, ...credentials.findings],
    count,
    head: last,
    uncovered: await describeUncovered(database, credentials.uncovered),
  };
}

async function planTasks(
  database: Database,
  from: LedgerPosition,
  expected: LedgerPosition | null,
): Promise<readonly VerifyTask[]> {
  const ranges = await planRanges(database, from);
  return [
    ...ranges.map((range) => ({ kind: "range", range, expected }) as const),
    ...SUBJECTS.map((subject) => ({ kind: "subject", subject }) as const),
  ];
}

/** The entry at a position with its instant, or undefined if the ledger has another one there, or none. */
async function findEntry(database: Database, mark: LedgerPosition): Promise<LedgerHead | undefined> {
  const [entry] = await entriesAfter(database, mark.sequence - 1, 1);
  return entry && isSameMark(entry, mark) ? { ...mark, at: entry.at } : undefined;
}

/** Findings for marks that the walk does not pass: those up to where it begins, which the ledger must have. */
async function missingBefore(
  database: Database,
  marks: readonly (LedgerPosition | null | undefined)[],
  begun: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const mark of new Set(marks)) {
    if (!mark || (mark.sequence > begun && mark === marks[1])) continue;
    const found = await findPosition(database, mark.sequence);
    if (!found || !isSameMark(found, mark)) findings.push(expectedMissing(mark));
  }
  return findings;
}
