import type { AppliedChange, LedgerFollower } from "../../fleet/ledger-follower.ts";
import type { LedgerPosition } from "../../ledger/entry.ts";
import { SentLine } from "./sent-line.ts";

/** How many entries are kept, at least; up to twice as many before the older ones are dropped. */
const MOST_KEPT = 5_000;
/** Entries are kept for so many milliseconds after an edge last asked for some. */
const USED_MS = 60_000;
/** Those that wait are told of changes at most so often, in milliseconds: what comes in between, they get together. */
const TELL_EVERY_MS = 100;

/**
 * The last entries that are in force on this server, in whole transactions, for edges that are nearly up to date: they cost
 * the database nothing. None are kept while no edge asks.
 */
export class RecentEntries {
  readonly #follower: LedgerFollower;
  readonly #endings: (() => void)[];
  readonly #waiting = new Set<() => void>();
  /** The position before the first entry that is kept. */
  #begun: LedgerPosition;
  #lines: SentLine[] = [];
  #usedAt = Number.NEGATIVE_INFINITY;
  #toldAt = Number.NEGATIVE_INFINITY;
  #telling: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(follower: LedgerFollower) {
    this.#follower = follower;
    this.#begun = follower.world.head;
    const renew = () => {
      this.#forget();
      this.#tellSoon();
    };
    this.#endings = [follower.onApplied((change) => this.#add(change)), follower.onRenewed(renew)];
  }

  /** The position of the last entry that is in force. */
  get head(): LedgerPosition {
    return this.#lines.at(-1) ?? this.#begun;
  }

  /**
   * At most `max` entries after a position, or null if it is not one of those that are kept. Fewer than `max` end where a
   * transaction ends.
   */
  after({ sequence, hash }: LedgerPosition, max: number): readonly SentLine[] | null {
    this.#usedAt = performance.now();
    const index = sequence - this.#begun.sequence;
    const known = index === 0 ? this.#begun : this.#lines[index - 1];
    return known?.hash === hash ? this.#lines.slice(index, index + max) : null;
  }

  /** Resolves soon after the next change, after so many milliseconds, or when `signal` is aborted or the server stops. */
  nextChange(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#isClosed || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds).unref();
      signal.addEventListener("abort", end);
      this.#waiting.add(end);
    });
  }

  /** Ends every wait, as the server stops. */
  close(): void {
    this.#isClosed = true;
    for (const end of this.#endings) end();
    this.#tell();
  }

  /** Whether the server stops. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  #add({ entries }: AppliedChange): void {
    const isUsed = performance.now() - this.#usedAt < USED_MS;
    if (!isUsed || entries?.[0]?.sequence !== this.head.sequence + 1) this.#forget();
    else for (const entry of entries) this.#lines.push(new SentLine(entry));
    if (this.#lines.length > 2 * MOST_KEPT) this.#drop(this.#lines.length - MOST_KEPT);
    this.#tellSoon();
  }

  #drop(count: number): void {
    const { sequence, hash } = this.#lines[count - 1] as SentLine;
    this.#begun = { sequence, hash };
    this.#lines = this.#lines.slice(count);
  }

  #forget(): void {
    this.#begun = this.#follower.world.head;
    this.#lines = [];
  }

  #tellSoon(): void {
    if (this.#waiting.size === 0 || this.#telling) return;
    const wait = Math.max(0, this.#toldAt + TELL_EVERY_MS - performance.now());
    this.#telling = setTimeout(() => this.#tell(), wait);
  }

  #tell(): void {
    if (this.#telling) clearTimeout(this.#telling);
    this.#telling = null;
    this.#toldAt = performance.now();
    for (const end of [...this.#waiting]) end();
  }
}
