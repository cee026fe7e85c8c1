import type { ExpiryWatch } from "./expiry-watch.ts";
import type { Outcome } from "./outcome.ts";
import { keyOf } from "./standing.ts";

/** How many organizations of one outcome are listed by id. */
export const MAX_NAMED = 100;

/** How many organizations and users have one outcome, and the ids of the first organizations. */
export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly organizations: number;
  readonly users: number;
  /** At most {@link MAX_NAMED}. */
  readonly organizationIds: readonly string[];
  /** How many installations they have, indexed by kind; a hole stands for 0. */
  readonly installations: readonly number[];
}

interface Row {
  readonly outcome: Outcome;
  organizations: number;
  users: number;
  readonly organizationIds: string[];
  readonly installations: number[];
}

/** Counts outcomes in rows, one for each, addressed by a number so that a million additions cost next to nothing. */
export class Tally {
  readonly #rows: Row[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #watch: ExpiryWatch | null;

  /** `watch` is shown the installations of each organization, or is null if nobody asks for it. */
  constructor(watch: ExpiryWatch | null = null) {
    this.#watch = watch;
  }

  /** The row of an outcome; equal outcomes have the same row. */
  rowOf(outcome: Outcome): number {
    const key = outcomeKey(outcome);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const row = { outcome, organizations: 0, users: 0, organizationIds: [], installations: [] };
    const number = this.#rows.push(row) - 1;
    this.#byKey.set(key, number);
    return number;
  }

  /** Adds an organization; reads its id only if it will be listed. */
  addOrganization(number: number, organization: { readonly id: string }): void {
    const row = this.#rows[number] as Row;
    row.organizations++;
    if (row.organizationIds.length < MAX_NAMED) row.organizationIds.push(organization.id);
  }

  addUsers(number: number, count: number): void {
    (this.#rows[number] as Row).users += count;
  }

  /** Adds the installations of an organization; `addTo` adds them to sums, which are indexed by kind. */
  addInstallations(number: number, addTo: (sums: number[]) => void): void {
    const { outcome, installations } = this.#rows[number] as Row;
    if (!this.#watch?.isNeededFor(outcome)) {
      addTo(installations);
      return;
    }
    const own: number[] = [];
    addTo(own);
    this.#watch.add(outcome, own);
    own.forEach((count, kind) => {
      installations[kind] = (installations[kind] ?? 0) + count;
    });
  }

  counts(): readonly OutcomeCount[] {
    return this.#rows;
  }
}

function outcomeKey({ reach, movement, conflict, before, after }: Outcome): string {
  return [reach, movement, conflict, keyOf(before), keyOf(after)].join();
}
