import type { Governed } from "../policy/decide.ts";
import { GOVERNED_BY_VENDOR } from "../policy/organization-state.ts";
import { formatSchedule } from "../policy/schedule.ts";
import type { AnswerTable } from "./answer-table.ts";

/**
 * One way to be governed: a code and a standing, with the answers prepared for it. Organizations (and users) that are
 * governed alike point at the same place, so a million of them need a few dozen.
 */
export interface Place extends Governed {
  /** Its number among the places, from 0. */
  readonly number: number;
  /** By target index; a hole until somebody asks. */
  readonly tables: (AnswerTable | undefined)[];
}

/** The number of the place of those of whom nothing is known (R21). */
export const NOBODY = 0;

/** Hands out one place for each way to be governed. */
export class Places {
  readonly #byKey = new Map<string, Place>();
  readonly #byNumber: Place[] = [];

  constructor() {
    this.placeOf(GOVERNED_BY_VENDOR);
  }

  /** The one place for this way to be governed. */
  placeOf({ code, standing }: Governed): Place {
    const { schedule, hold } = standing;
    const held = hold ? `${hold.since}/${formatSchedule(hold.schedule)}` : "";
    const key = `${code}/${formatSchedule(schedule)}/${held}`;
    const known = this.#byKey.get(key);
    if (known) return known;
    const place: Place = { code, standing, tables: [], number: this.#byNumber.length };
    this.#byKey.set(key, place);
    this.#byNumber.push(place);
    return place;
  }

  get size(): number {
    return this.#byNumber.length;
  }

  /** The place with a number that one of ours has. */
  at(number: number): Place {
    return this.#byNumber[number] as Place;
  }

  /** Forgets every prepared answer: the calendar has changed. */
  clearAnswers(): void {
    for (const place of this.#byNumber) place.tables.length = 0;
  }
}
