import { inSlices } from "../fleet/in-slices.ts";
import type { LedgerEntry, LedgerPosition, LedgerSource } from "../ledger/entry.ts";
import { fromSentEntry, type SentEntry } from "../ledger/sent-entry.ts";
import { EDGE_LIMITS, EDGE_PATHS, SERVER_HEADERS } from "../updates/edge-protocol.ts";
import { OriginFailure, type Origins } from "./origins.ts";

/** The time in milliseconds for an answer with entries, beside the time for which it waits for the first of them. */
const PATIENCE_MS = 5_000;

/** The entries after a position, which were read ahead; null if the ledger has no such position. */
interface ReadAhead {
  readonly after: LedgerPosition;
  readonly entries: readonly LedgerEntry[] | null;
}

/** The ledger of the servers behind an edge, as they send it. */
export class OriginLedger implements LedgerSource {
  readonly #origins: Origins;
  #ahead: ReadAhead | null = null;
  #isLagging = false;

  constructor(origins: Origins) {
    this.#origins = origins;
  }

  /** Whether the server that answered last says itself that it has not seen the end of the ledger. */
  get isLagging(): boolean {
    return this.#isLagging;
  }

  /**
   * Waits for entries after a position, at most so many seconds, and keeps what comes for {@link entriesAfter}; throws if no
   * server answers.
   */
  async await(after: LedgerPosition, seconds: number): Promise<void> {
    this.#ahead = null;
    this.#ahead = { after, entries: await this.#read(after, EDGE_LIMITS.entries, seconds) };
  }

  async entriesAfter(position: LedgerPosition, max: number): Promise<readonly LedgerEntry[] | null> {
    const ahead = this.#ahead;
    this.#ahead = null;
    const isKept = ahead !== null && max === EDGE_LIMITS.entries && isSame(ahead.after, position);
    return isKept ? ahead.entries : this.#read(position, max, 0);
  }

  async #read(
    { sequence, hash }: LedgerPosition,
    max: number,
    wait: number,
  ): Promise<readonly LedgerEntry[] | null> {
    const query = new URLSearchParams({
      after: String(sequence),
      hash,
      max: String(max),
      wait: String(wait),
    });
    try {
      const path = `${EDGE_PATHS.entries}?${query}`;
      return await this.#origins.ask({ path, patienceMs: PATIENCE_MS + 1000 * wait }, async (answer) => {
        this.#isLagging = answer.headers.has(SERVER_HEADERS.lag);
        return readEntries(answer);
      });
    } catch (error) {
      if (error instanceof OriginFailure && error.code === "position_unknown") return null;
      throw error;
    }
  }
}

function isSame(one: LedgerPosition, other: LedgerPosition): boolean {
  return one.sequence === other.sequence && one.hash === other.hash;
}

async function readEntries(answer: Response): Promise<readonly LedgerEntry[]> {
  const text = await answer.text();
  return inSlices(reading(text.split("\n")));
}

/** Reads entries one by one: those of one answer may take some ten milliseconds together. */
function* reading(lines: readonly string[]): Generator<undefined, readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const line of lines) {
    if (line !== "") entries.push(fromSentEntry(JSON.parse(line) as SentEntry));
    yield;
  }
  return entries;
}
