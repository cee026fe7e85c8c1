import { formatInstant, toInstant } from "../../instant.ts";
import type { LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import { hashEntry, LEDGER_START } from "../../ledger/hash.ts";
import type { StoredEntry } from "../archive/segment.ts";
import { toHashedEntry } from "../ledger/ledger-row.ts";
import type { Finding } from "./finding.ts";

/** What the chain begins with. */
export const BEGINNING: LedgerHead = { ...LEDGER_START, at: toInstant(0) };

/** The first entry of a range, as the end of the range before is compared with it. */
export type FirstEntry = Pick<StoredEntry, "sequence" | "previous_hash" | "at" | "subject" | "subject_id">;

/** A part of the chain: its faults, and what stands at its ends, which are compared with the parts beside it. */
export interface JudgedRange {
  readonly findings: readonly Finding[];
  readonly count: number;
  readonly first: FirstEntry | null;
  readonly last: LedgerHead | null;
  /** Whether the position that must be in the chain is in this part. */
  readonly hasExpected: boolean;
}

/** A part of the chain whose entries come one after another, whatever they are read from. */
export class RangeJudge {
  readonly #expected: LedgerPosition | null;
  readonly #findings: Finding[] = [];
  #count = 0;
  #first: FirstEntry | null = null;
  #last: LedgerHead | null = null;
  #hasExpected = false;

  constructor(expected: LedgerPosition | null) {
    this.#expected = expected;
  }

  /** Judges the next entry: its hash covers its content, and it follows the one before. */
  take(entry: StoredEntry): void {
    if (this.#last) this.#findings.push(...judgeLink(this.#last, entry));
    else this.#first = entry;
    if (hashEntry(toHashedEntry(entry)) !== entry.hash) {
      const changed = `Entry ${entry.sequence} is not as it was written.`;
      this.#findings.push(finding(entry, "entry_changed", changed));
    }
    if (this.#last) this.#findings.push(...judgeTime(this.#last, entry));
    const { sequence, hash, at } = entry;
    this.#last = { sequence, hash, at };
    this.#count += 1;
    this.#hasExpected ||= this.#expected !== null && isSameMark(this.#expected, entry);
  }

  /** Adds what was found by other means. */
  find(findings: readonly Finding[]): void {
    this.#findings.push(...findings);
  }

  /** Goes on after entries that could not be read, as if they were right. */
  skip(first: FirstEntry, last: LedgerHead): void {
    if (this.#last) this.#findings.push(...judgeSeam(this.#last, first));
    else this.#first = first;
    this.#last = last;
  }

  get last(): LedgerHead | null {
    return this.#last;
  }

  /** The whole part. */
  end(): JudgedRange {
    const { sequence, previous_hash, at, subject, subject_id } = this.#first ?? {};
    const first = this.#first && ({ sequence, previous_hash, at, subject, subject_id } as FirstEntry);
    const [findings, count, last] = [this.#findings, this.#count, this.#last];
    return { findings, count, first, last, hasExpected: this.#hasExpected };
  }
}

/** The faults between an entry and the one before it. */
export function judgeSeam(previous: LedgerHead, entry: FirstEntry): readonly Finding[] {
  return [...judgeLink(previous, entry), ...judgeTime(previous, entry)];
}

/** A gap in the sequence, and a broken chain. */
function judgeLink(previous: LedgerHead, entry: FirstEntry): readonly Finding[] {
  const { sequence } = entry;
  const findings: Finding[] = [];
  if (sequence !== previous.sequence + 1) {
    const missing = `Entry ${sequence} follows entry ${previous.sequence}; entries between them are missing.`;
    findings.push(finding(entry, "sequence_gap", missing));
  }
  if (entry.previous_hash !== previous.hash) {
    const broken = `Entry ${sequence} was not written after the one before it.`;
    findings.push(finding(entry, "chain_broken", broken));
  }
  return findings;
}

function judgeTime(previous: LedgerHead, entry: FirstEntry): readonly Finding[] {
  if (entry.at >= previous.at) return [];
  const times = `${formatInstant(entry.at)} comes after ${formatInstant(previous.at)}`;
  return [finding(entry, "time_goes_back", `Time goes back at entry ${entry.sequence}: ${times}.`)];
}

function finding(
  { sequence, subject, subject_id: id }: FirstEntry,
  code: Finding["code"],
  message: string,
): Finding {
  return { code, sequence, subject, id, message };
}

export function isSameMark(a: LedgerPosition, b: LedgerPosition): boolean {
  return a.sequence === b.sequence && a.hash === b.hash;
}
