import type { LedgerEntry, LedgerPosition } from "../ledger/entry.ts";

/** A position in the ledger that moves on entry by entry, and tells whether each entry followed the one before. */
export class ChainPosition {
  /** Where it began: at a checkpoint, or before the first entry. */
  readonly begun: LedgerPosition;
  #head: LedgerPosition;
  #taken: LedgerPosition;
  #brokenAt: number | null = null;

  constructor(begun: LedgerPosition) {
    this.begun = begun;
    this.#head = begun;
    this.#taken = begun;
  }

  /** The last entry that is in force. */
  get head(): LedgerPosition {
    return this.#head;
  }

  /** The last entry that was taken; its transaction may not be complete. */
  get taken(): LedgerPosition {
    return this.#taken;
  }

  /** The sequence of the first entry that does not follow the one before by its hash, or null if all do. */
  get brokenAt(): number | null {
    return this.#brokenAt;
  }

  take({ sequence, hash, previousHash }: LedgerEntry): void {
    if (previousHash !== this.#taken.hash) this.#brokenAt ??= sequence;
    this.#taken = { sequence, hash };
  }

  /** Puts what was taken in force. */
  settle(): void {
    this.#head = this.#taken;
  }
}
