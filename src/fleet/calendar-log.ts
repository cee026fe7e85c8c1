import type { Build } from "../catalog/build.ts";
import type { CalendarEntry, KnownRelease } from "../catalog/calendar.ts";
import type { LedgerEntry } from "../store/ledger-table.ts";

/** The calendar as the ledger tells it: every release with its history, and the builds. */
export class CalendarLog {
  readonly #histories = new Map<string, KnownRelease[]>();
  readonly #builds = new Map<string, Build[]>();
  #isStale = false;

  /** True when entries came in since the calendar was last read. */
  get isStale(): boolean {
    return this.#isStale;
  }

  take(entry: LedgerEntry): void {
    if (entry.subject === "release" && entry.after) {
      const known = { knownAt: entry.at, release: entry.after };
      this.#histories.set(entry.id, [...(this.#histories.get(entry.id) ?? []), known]);
    }
    if (entry.subject === "build" && entry.after) {
      const { releaseId } = entry.after;
      this.#builds.set(releaseId, [...(this.#builds.get(releaseId) ?? []), entry.after]);
    }
    this.#isStale = true;
  }

  entries(): readonly CalendarEntry[] {
    this.#isStale = false;
    return [...this.#histories].flatMap(([id, history]) => {
      const last = history.at(-1);
      return last ? [{ release: last.release, history, builds: this.#builds.get(id) ?? [] }] : [];
    });
  }
}
