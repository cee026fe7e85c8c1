import type { LedgerEntry } from "../ledger/entry.ts";
import type { SubjectThatDecides } from "../ledger/subject.ts";
import type { Enrolment } from "../tenancy/enrolment.ts";
import type { Directory } from "./directory.ts";
import type { PendingChange } from "./pending-change.ts";

/** The enrolments of those organizations that have ever made a key: few, so that the others take no memory for it. */
export class Enrolments {
  readonly #byNumber = new Map<number, Enrolment>();

  /** The enrolment of an organization by its number, or null if it has none. */
  at(number: number): Enrolment | null {
    return this.#byNumber.get(number) ?? null;
  }

  all(): Iterable<Enrolment> {
    return this.#byNumber.values();
  }

  /** Puts back what a checkpoint has. */
  restore(enrolments: readonly Enrolment[], directory: Directory): void {
    for (const one of enrolments) this.#byNumber.set(directory.find(one.organizationId), one);
  }

  /** Collects the effect of an entry. */
  take(
    { id, after }: LedgerEntry<SubjectThatDecides<"counting">>,
    pending: PendingChange,
    directory: Directory,
  ): void {
    const number = directory.find(id);
    if (number >= 0) pending.enrolments.set(number, after);
  }

  /** Puts what was collected in force. */
  settle({ enrolments }: PendingChange): void {
    for (const [number, enrolment] of enrolments) {
      if (enrolment === null) this.#byNumber.delete(number);
      else this.#byNumber.set(number, enrolment);
    }
  }
}
