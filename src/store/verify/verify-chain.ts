import { formatInstant, toInstant } from "../../instant.ts";
import type { LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import { hashEntry, LEDGER_START } from "../../ledger/hash.ts";
import type { Database } from "../database.ts";
import { toHashedEntry } from "../ledger/ledger-row.ts";
import { ledgerHead, selectAfter } from "../ledger/ledger-table.ts";
import type { Finding } from "./finding.ts";

const BATCH = 1_000;
const BEGINNING: LedgerHead = { ...LEDGER_START, at: toInstant(0) };

type StoredEntry = Awaited<ReturnType<typeof selectAfter>>[number];

/** The result of walking the chain: its faults, the number of entries, and the last of them. */
export interface Walk {
  readonly findings: readonly Finding[];
  readonly count: number;
  readonly last: LedgerHead;
}

/**
 * Reads the whole ledger in batches and checks that each entry's hash covers its content and the hash before it, that
 * no sequence is missing, that time never goes back, that the head is the last entry, and that `expected` (a head seen
 * earlier) is in the chain.
 */
export async function verifyChain(database: Database, expected: LedgerPosition | null): Promise<Walk> {
  const findings: Finding[] = [];
  let last = BEGINNING;
  let count = 0;
  let isExpectedThere = expected === null || isSameMark(expected, BEGINNING);
  for await (const entry of eachEntry(database)) {
    findings.push(...judgeEntry(entry, last));
    last = entry;
    count += 1;
    isExpectedThere ||= expected !== null && isSameMark(expected, entry);
  }
  if (expected && !isExpectedThere) findings.push(expectedMissing(expected));
  findings.push(...judgeHead(await ledgerHead(database), last));
  return { findings, count, last: { sequence: last.sequence, hash: last.hash, at: last.at } };
}

async function* eachEntry(database: Database): AsyncGenerator<StoredEntry> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const entries = await selectAfter(database, after, BATCH);
    yield* entries;
    const last = entries.at(-1);
    if (!last) return;
    after = last.sequence;
  }
}

function judgeEntry(entry: StoredEntry, previous: LedgerHead): Finding[] {
  const { sequence, subject, subject_id: id } = entry;
  const finding = (code: Finding["code"], message: string): Finding => ({
    code,
    sequence,
    subject,
    id,
    message,
  });
  const findings: Finding[] = [];
  if (sequence !== previous.sequence + 1) {
    const missing = `Entry ${sequence} follows entry ${previous.sequence}; entries between them are missing.`;
    findings.push(finding("sequence_gap", missing));
  }
  if (entry.previous_hash !== previous.hash) {
    findings.push(finding("chain_broken", `Entry ${sequence} was not written after the one before it.`));
  }
  if (hashEntry(toHashedEntry(entry)) !== entry.hash) {
    findings.push(finding("entry_changed", `Entry ${sequence} is not as it was written.`));
  }
  if (entry.at < previous.at) {
    const times = `${formatInstant(entry.at)} comes after ${formatInstant(previous.at)}`;
    findings.push(finding("time_goes_back", `Time goes back at entry ${sequence}: ${times}.`));
  }
  return findings;
}

function judgeHead(head: LedgerHead, last: LedgerHead): Finding[] {
  if (isSameMark(head, last) && head.at === last.at) return [];
  const message = `The head says that entry ${head.sequence} is the last one; entry ${last.sequence} is, or its hash is another.`;
  return [{ code: "head_differs", sequence: head.sequence, message }];
}

function isSameMark(a: LedgerPosition, b: LedgerPosition): boolean {
  return a.sequence === b.sequence && a.hash === b.hash;
}

function expectedMissing({ sequence }: LedgerPosition): Finding {
  const message = `Entry ${sequence} with the expected hash is not in the ledger; it was rewritten since.`;
  return { code: "expected_entry_missing", sequence, message };
}
