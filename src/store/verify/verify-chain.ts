import type { LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import type { Segment } from "../archive/segment.ts";
import { archivedThrough, findSegments } from "../archive/segment-table.ts";
import type { Database } from "../database.ts";
import { ledgerHead } from "../ledger/ledger-table.ts";
import type { Finding } from "./finding.ts";
import { BEGINNING, isSameMark, type JudgedRange, judgeSeam } from "./judge-chain.ts";
import type { ChainRange } from "./verify-range.ts";

/** The most entries of one part of the chain. */
const RANGE_ENTRIES = 20_000;

/** The result of walking the chain: its faults, the number of entries that were read, and the last of them. */
export interface Walk {
  readonly findings: readonly Finding[];
  readonly count: number;
  readonly last: LedgerHead;
}

/** The whole ledger after a position, in parts that can be judged by themselves, in its order. */
export async function planRanges(
  database: Database,
  { sequence }: LedgerPosition,
): Promise<readonly ChainRange[]> {
  const through = await archivedThrough(database);
  const ranges: ChainRange[] = [];
  if (through > 0) ranges.push({ kind: "stored", after: Number.MIN_SAFE_INTEGER, until: 0 });
  let segments: Segment[] = [];
  const push = () => {
    if (segments.length > 0) ranges.push({ kind: "archived", after: sequence, segments, through });
    segments = [];
  };
  for await (const segment of findSegments(database, { after: sequence })) {
    segments.push(segment);
    const entries = segment.lastSequence - (segments[0]?.firstSequence ?? 0) + 1;
    if (entries >= RANGE_ENTRIES) push();
  }
  push();
  return [...ranges, ...planStored(Math.max(through, sequence), (await ledgerHead(database)).sequence)];
}

/** The parts of what the database has; the first and the last one reach as far as sequences can. */
function planStored(through: number, head: number): readonly ChainRange[] {
  const ranges: ChainRange[] = [];
  const end = Number.MAX_SAFE_INTEGER;
  let after = through;
  for (; head - after > RANGE_ENTRIES; after += RANGE_ENTRIES) {
    ranges.push({ kind: "stored", after, until: after + RANGE_ENTRIES });
  }
  ranges.push({ kind: "stored", after, until: end });
  const [first, ...others] = ranges;
  if (through > 0 || first?.kind !== "stored") return ranges;
  return [{ kind: "stored", after: Number.MIN_SAFE_INTEGER, until: first.until }, ...others];
}

/** Puts parts of the chain together, in the order of the ledger: what stands at their ends must follow each other. */
export class Chain {
  readonly #findings: Finding[] = [];
  readonly #expected: LedgerPosition | null;
  #isExpectedThere: boolean;
  #count = 0;
  #last: LedgerHead;

  /** `from` is where the walk begins: everything up to there is known to be right. */
  constructor(from: LedgerHead | null, expected: LedgerPosition | null) {
    this.#last = from ?? BEGINNING;
    this.#expected = expected;
    this.#isExpectedThere = expected === null || expected.sequence <= this.#last.sequence;
  }

  /** Adds the next part. */
  take({ findings, count, first, last, hasExpected }: JudgedRange): void {
    if (first) this.#findings.push(...judgeSeam(this.#last, first));
    this.#findings.push(...findings);
    this.#count += count;
    this.#last = last ?? this.#last;
    this.#isExpectedThere ||= hasExpected;
  }

  /** The last entry, if everything up to there is right. */
  get whole(): LedgerHead | null {
    return this.#findings.length === 0 ? this.#last : null;
  }

  /** The walk, when the last part was taken. */
  end(head: LedgerHead): Walk {
    const missing = this.#expected && !this.#isExpectedThere ? [expectedMissing(this.#expected)] : [];
    const findings = [...this.#findings, ...missing, ...judgeHead(head, this.#last)];
    return { findings, count: this.#count, last: this.#last };
  }
}

function judgeHead(head: LedgerHead, last: LedgerHead): Finding[] {
  if (isSameMark(head, last) && head.at === last.at) return [];
  const message = `The head says that entry ${head.sequence} is the last one; entry ${last.sequence} is, or its hash is another.`;
  return [{ code: "head_differs", sequence: head.sequence, message }];
}

export function expectedMissing({ sequence }: LedgerPosition): Finding {
  const message = `Entry ${sequence} with the expected hash is not in the ledger; it was rewritten since.`;
  return { code: "expected_entry_missing", sequence, message };
}
