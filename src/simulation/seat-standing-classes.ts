import type { StandingClass } from "../fleet/standing-class.ts";
import { decides, ownerOf } from "../ledger/about.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import type { AnswerSource } from "./answers.ts";
import type { Seat } from "./installations.ts";

/**
 * Where each seat stands (see `fleet/place.ts`), kept in step with the ledger by asking the fleet again. The fleet takes a
 * place back when nobody is there any more and hands its number out again; here each way to be governed keeps its own.
 */
export class SeatStandingClasses {
  readonly #fleet: AnswerSource;
  readonly #seats: readonly Seat[];
  readonly #byOrganization = new Map<string, number[]>();
  readonly #standingClasses: StandingClass[];
  /** By how it is governed, in words. */
  readonly #known = new Map<string, StandingClass>();
  /** By seat: changes whenever what was foretold for it is no longer so. */
  readonly stamps: Uint32Array;
  #stamp = 1;

  constructor(fleet: AnswerSource, seats: readonly Seat[]) {
    this.#fleet = fleet;
    this.#seats = seats;
    this.stamps = new Uint32Array(seats.length).fill(1);
    this.#standingClasses = seats.map((seat) => this.#standingClassOf(seat));
    seats.forEach(({ organizationId }, number) => {
      const numbers = this.#byOrganization.get(organizationId) ?? [];
      this.#byOrganization.set(organizationId, [...numbers, number]);
    });
  }

  at(seat: number): StandingClass {
    return this.#standingClasses[seat] as StandingClass;
  }

  all(): readonly StandingClass[] {
    return this.#standingClasses;
  }

  /** Asks again for whomever these entries are about; gives the places that somebody moved to. */
  follow(entries: readonly LedgerEntry[]): readonly StandingClass[] {
    const isOfPartner = (entry: LedgerEntry) =>
      decides(entry, "standing") && ownerOf(entry).partnerId !== null;
    const numbers = entries.some(isOfPartner)
      ? this.#seats.keys()
      : entries.flatMap(({ organizationId }) => this.#byOrganization.get(organizationId ?? "") ?? []);
    const moved: StandingClass[] = [];
    for (const number of numbers) {
      const standingClass = this.#standingClassOf(this.#seats[number] as Seat);
      if (standingClass === this.#standingClasses[number]) continue;
      this.#standingClasses[number] = standingClass;
      this.stamps[number] = ++this.#stamp;
      moved.push(standingClass);
    }
    return moved;
  }

  /** Nothing that was foretold holds any more. */
  restamp(): void {
    this.stamps.fill(++this.#stamp);
  }

  #standingClassOf({ organizationId, userId }: Seat): StandingClass {
    const { code, standing } = this.#fleet.standingClassOf(organizationId, userId);
    const key = JSON.stringify([code, standing]);
    const known = this.#known.get(key) ?? { code, standing, number: this.#known.size, tables: [] };
    this.#known.set(key, known);
    return known;
  }
}
