import type { StandingClass } from "../fleet/standing-class.ts";
import { decides, ownerOf } from "../ledger/about.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import type { GoverningStanding } from "../policy/decide.ts";
import type { AnswerSource } from "./answers.ts";
import type { Seat } from "./installations.ts";

/**
 * The standing class of each seat, kept in step with the ledger by asking the fleet again. The fleet reuses the number
 * of a standing class without users; the numbers here are never reused.
 */
export class SeatStandingClasses {
  readonly #fleet: AnswerSource;
  readonly #seats: readonly Seat[];
  readonly #byOrganization = new Map<string, number[]>();
  readonly #standingClasses: StandingClass[];
  /** By code and standing, as JSON. */
  readonly #known = new Map<string, StandingClass>();
  /** The same by the fleet's own object, for which JSON need not be written again. */
  readonly #byFleet = new WeakMap<GoverningStanding, StandingClass>();
  /** By seat: a number that changes when the forecast for the seat is no longer valid. */
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

  /** Updates the seats that these entries concern; returns the standing classes that a seat changed to. */
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

  /** Marks every forecast as no longer valid. */
  restamp(): void {
    this.stamps.fill(++this.#stamp);
  }

  #standingClassOf({ organizationId, userId }: Seat): StandingClass {
    const governing = this.#fleet.standingClassOf(organizationId, userId);
    const known = this.#byFleet.get(governing) ?? this.#numbered(governing);
    this.#byFleet.set(governing, known);
    return known;
  }

  #numbered({ code, standing }: GoverningStanding): StandingClass {
    const key = JSON.stringify([code, standing]);
    const known = this.#known.get(key) ?? { code, standing, number: this.#known.size, tables: [] };
    this.#known.set(key, known);
    return known;
  }
}
