import type { Governed } from "../policy/decide.ts";
import { formatSchedule } from "../policy/schedule.ts";
import type { AnswerTable } from "./answer-table.ts";

/**
 * One way to be governed: a code and a standing, with the answers prepared for it. Organizations (and users) that are
 * governed alike point at the same place, so a million of them need a few dozen.
 */
export interface Place extends Governed {
  /** By target index; a hole until somebody asks. */
  readonly tables: (AnswerTable | undefined)[];
}

/** Hands out one place for each way to be governed. */
export class Places {
  readonly #places = new Map<string, Place>();

  placeOf({ code, standing }: Governed): Place {
    const { schedule, hold } = standing;
    const held = hold ? `${hold.since}/${formatSchedule(hold.schedule)}` : "";
    const key = `${code}/${formatSchedule(schedule)}/${held}`;
    const known = this.#places.get(key);
    if (known) return known;
    const place: Place = { code, standing, tables: [] };
    this.#places.set(key, place);
    return place;
  }

  /** Forgets every prepared answer: the calendar has changed. */
  clearAnswers(): void {
    for (const place of this.#places.values()) place.tables.length = 0;
  }
}
