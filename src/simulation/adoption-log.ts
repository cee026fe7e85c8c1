import { CADENCES, type Cadence } from "../policy/schedule.ts";
import type { Installations } from "./installations.ts";
import type { SeatStandingClasses } from "./seat-standing-classes.ts";

/** How many installations of each cadence run each version, at the end of each day. */
export class AdoptionLog {
  readonly #versions: number;
  readonly #days: Uint32Array[] = [];

  constructor(versions: number) {
    this.#versions = versions;
  }

  get days(): number {
    return this.#days.length;
  }

  /** Counts all installations. Call it at the end of each day. */
  take({ seatOf, running, count }: Installations, standingClasses: SeatStandingClasses): void {
    const offsets = Uint32Array.from(standingClasses.all(), ({ standing }) => {
      return CADENCES.indexOf(standing.schedule.cadence) * this.#versions;
    });
    const counts = new Uint32Array(CADENCES.length * this.#versions);
    for (let installation = 0; installation < count; installation++) {
      const index = (offsets[seatOf[installation] as number] as number) + (running[installation] as number);
      counts[index] = (counts[index] as number) + 1;
    }
    this.#days.push(counts);
  }

  /** By rank of the version: how many installations of a cadence, or of all if null, run it at the end of a day. */
  runningOn(day: number, cadence: Cadence | null): readonly number[] {
    const counts = this.#days[day];
    const rows = CADENCES.flatMap((one, row) => (cadence === null || cadence === one ? [row] : []));
    return Array.from({ length: this.#versions }, (_, rank) =>
      rows.reduce((sum, row) => sum + (counts?.[row * this.#versions + rank] ?? 0), 0),
    );
  }
}
