import type { LedgerEntry, LedgerPosition } from "../../ledger/entry.ts";
import { toSentEntry } from "../../ledger/sent-entry.ts";

/** An entry as the line that edges are sent, written once for all of them when the first asks. */
export class SentLine implements LedgerPosition {
  readonly sequence: number;
  readonly hash: string;
  #entry: LedgerEntry | null;
  #text = "";

  constructor(entry: LedgerEntry) {
    this.sequence = entry.sequence;
    this.hash = entry.hash;
    this.#entry = entry;
  }

  /** The JSON of its `SentEntry` with a line feed. */
  get text(): string {
    if (this.#entry) {
      this.#text = `${JSON.stringify(toSentEntry(this.#entry))}\n`;
      this.#entry = null;
    }
    return this.#text;
  }
}
