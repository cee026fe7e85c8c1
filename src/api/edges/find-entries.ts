import { setImmediate } from "node:timers/promises";
import type { LedgerEntry, LedgerPosition, LedgerSource } from "../../ledger/entry.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { RecentEntries } from "./recent-entries.ts";
import { SentLine } from "./sent-line.ts";

/** The most lines that are written before other work of the process has its turn, and read from the database at once. */
const SLICE = 100;
const STEP = 500;

/** What an edge asks for. */
export interface AskedEntries {
  readonly position: LedgerPosition;
  readonly max: number;
  /** How long it waits for the next entry at the end of the ledger, in milliseconds. */
  readonly waitMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

type FoundLines = AsyncIterable<string>;

/** Where entries come from. */
export interface EntrySources {
  readonly recent: RecentEntries;
  /** The ledger of the database. */
  readonly ledger: LedgerSource;
}

/**
 * Entries after a position as texts of whole lines: from memory where they are kept, else from the database. They end after
 * `max`, or where a transaction ends. Refuses `position_unknown`; throws the errors of the database.
 */
export async function findEntries(
  sources: EntrySources,
  asked: AskedEntries,
): Promise<Result<FoundLines, Refusal>> {
  const { recent } = sources;
  const until = performance.now() + asked.waitMs;
  for (;;) {
    const { head } = recent;
    const found = await lookOnce(sources, asked);
    if (!found.ok || found.value) return found as Result<FoundLines, Refusal>;
    const left = until - performance.now();
    if (left <= 0 || asked.signal.aborted || recent.isClosed) return ok(inSlices([]));
    // A change that came during the look is not waited for.
    if (recent.head === head) await recent.nextChange(left, asked.signal);
  }
}

/** The entries that are there now, or null at the end of the ledger. */
async function lookOnce(
  { recent, ledger }: EntrySources,
  { position, max }: AskedEntries,
): Promise<Result<FoundLines | null, Refusal>> {
  const kept = recent.after(position, max);
  if (kept) return ok(kept.length > 0 ? inSlices(kept) : null);
  const read = await ledger.entriesAfter(position, Math.min(max, STEP));
  if (read === null) return err(POSITION_UNKNOWN);
  return ok(read.length > 0 ? readOn(ledger, read, max) : null);
}

const POSITION_UNKNOWN = refuse(
  "position_unknown",
  "The ledger does not have this entry: it ends before, or has another one there; begin anew with a checkpoint.",
);

async function* inSlices(lines: readonly SentLine[]): FoundLines {
  for (let at = 0; at < lines.length; at += SLICE) {
    if (at > 0) await setImmediate();
    const slice = lines.slice(at, at + SLICE);
    yield slice.map(({ text }) => text).join("");
  }
}

/** What was read, and what follows it in the ledger, up to `max` entries. */
async function* readOn(ledger: LedgerSource, first: readonly LedgerEntry[], max: number): FoundLines {
  let read = first;
  let left = max;
  let asked = Math.min(left, STEP);
  for (;;) {
    yield* inSlices(read.map((entry) => new SentLine(entry)));
    const last = read.at(-1);
    left -= read.length;
    // Fewer than were asked for: the ledger ends here, and with it the last transaction.
    if (!last || read.length < asked || left === 0) return;
    asked = Math.min(left, STEP);
    const next = await ledger.entriesAfter(last, asked);
    if (next === null) throw new Error(`the ledger lost its entry ${last.sequence} while it was read`);
    read = next;
  }
}
