import type { Outcome } from "./outcome.ts";
import { keyOf } from "./standing.ts";

/** How many organizations of one outcome are named. */
export const MAX_NAMED = 100;

/** How many have one outcome, and the first of them. */
export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly organizations: number;
  readonly users: number;
  /** At most {@link MAX_NAMED}. */
  readonly organizationIds: readonly string[];
  /** How many installations they have, by the number of their kind; a hole: none. */
  readonly installations: readonly number[];
}

interface Row {
  readonly outcome: Outcome;
  organizations: number;
  users: number;
  readonly organizationIds: string[];
  readonly installations: number[];
}

/** Counts outcomes: one row for each, named by a number so that a million additions cost next to nothing. */
export class Tally {
  readonly #rows: Row[] = [];
  readonly #byKey = new Map<string, number>();

  /** The row of an outcome; outcomes that say the same have the same one. */
  rowOf(outcome: Outcome): number {
    const key = outcomeKey(outcome);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const row = { outcome, organizations: 0, users: 0, organizationIds: [], installations: [] };
    const number = this.#rows.push(row) - 1;
    this.#byKey.set(key, number);
    return number;
  }

  /** Asks for the id only where it is named. */
  addOrganization(number: number, organization: { readonly id: string }): void {
    const row = this.#rows[number] as Row;
    row.organizations++;
    if (row.organizationIds.length < MAX_NAMED) row.organizationIds.push(organization.id);
  }

  addUsers(number: number, count: number): void {
    (this.#rows[number] as Row).users += count;
  }

  /** The sums of a row's installations, to be added to. */
  installationsOf(number: number): number[] {
    return (this.#rows[number] as Row).installations;
  }

  counts(): readonly OutcomeCount[] {
    return this.#rows;
  }
}

function outcomeKey({ reach, movement, conflict, before, after }: Outcome): string {
  return [reach, movement, conflict, keyOf(before), keyOf(after)].join();
}
