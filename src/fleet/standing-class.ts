import { toInstant } from "../instant.ts";
import type { GoverningStanding, StandingCode } from "../policy/decide.ts";
import { GOVERNED_BY_VENDOR } from "../policy/organization-state.ts";
import { kindKeyOf, type Standing, type StandingKind } from "../policy/standing.ts";
import type { AnswerTable } from "./answer-table.ts";
import { withRoom } from "./growable-array.ts";

/**
 * A code and a standing, with the answers prepared for it. Organizations (and users) that are governed alike have the
 * same standing class, so a million of them need a few dozen.
 */
export interface StandingClass extends GoverningStanding {
  /** Its number among the places, from 0. */
  readonly number: number;
  /** By target index; a hole until somebody asks. */
  readonly tables: (AnswerTable | undefined)[];
}

/** The number of the place of those of whom nothing is known (R21). */
export const NOBODY = 0;

/** How many places have their answers ready at once; where more are asked for, those of all are prepared anew. */
const MOST_READY = 10_000;

/** A standing class without the instant at which its hold began. */
export interface ClassKind extends StandingKind {
  readonly code: StandingCode;
}

/** All standing classes as they are stored: by number the kind, since when it holds (NaN if no hold is on), how many use it. */
export interface StandingClassesImage {
  readonly kinds: readonly ClassKind[];
  readonly kindOf: Uint16Array;
  readonly since: Float64Array;
  readonly users: Uint32Array;
}

/**
 * Hands out one number for each way to be governed, and takes back those that nobody has any more. A place is a few packed
 * numbers until somebody asks there: each organization that went to a slower cadence alone has its own, for its hold.
 */
export class StandingClasses {
  readonly #kinds: ClassKind[] = [];
  readonly #kindNumbers = new Map<string, number>();
  /** By kind: the number by the instant at which its hold began; NaN: no hold. */
  readonly #bySince: Map<number, number>[] = [];
  #kindOf = new Uint16Array(64);
  #since = new Float64Array(64);
  /** How many organizations and users are there. */
  #users = new Uint32Array(64);
  #count = 0;
  readonly #free: number[] = [];
  #left: number[] = [];
  #ready: (StandingClass | undefined)[] = [];
  #readyCount = 0;

  constructor(image?: StandingClassesImage) {
    if (image) this.#restore(image);
    else this.numberOf(GOVERNED_BY_VENDOR);
  }

  /** How many places there are. */
  get size(): number {
    return this.#count - this.#free.length;
  }

  /** The number of the one place for this way to be governed. Unless somebody comes there, the next sweep takes it back. */
  numberOf({ code, standing }: GoverningStanding): number {
    const { schedule, hold } = standing;
    const kind = this.#kindNumber({ code, schedule, held: hold?.schedule ?? null });
    const bySince = this.#bySince[kind] as Map<number, number>;
    const since = hold?.since ?? Number.NaN;
    const known = bySince.get(since);
    if (known !== undefined) return known;
    const number = this.#free.pop() ?? this.#count++;
    this.#makeRoom(this.#count);
    this.#kindOf[number] = kind;
    this.#since[number] = since;
    bySince.set(since, number);
    if (number !== NOBODY) this.#left.push(number);
    return number;
  }

  /** Counts one that goes from one place to another. */
  move(from: number, to: number): void {
    if (to !== NOBODY) this.#users[to] = (this.#users[to] as number) + 1;
    if (from === NOBODY) return;
    const left = (this.#users[from] as number) - 1;
    this.#users[from] = left;
    if (left === 0) this.#left.push(from);
  }

  /** Takes back the places where nobody is any more. */
  sweep(): void {
    for (const number of this.#left) if (this.#users[number] === 0) this.#takeBack(number);
    this.#left = [];
  }

  /** How those at a place are governed. */
  governedAt(number: number): GoverningStanding {
    const ready = this.#ready[number];
    if (ready) return ready;
    const { code, schedule, held } = this.#kinds[this.#kindOf[number] as number] as ClassKind;
    const since = this.#since[number] as number;
    const standing: Standing = { schedule, hold: held && { since: toInstant(since), schedule: held } };
    return { code, standing };
  }

  /** The place with a number that one of ours has, to be answered from. */
  at(number: number): StandingClass {
    return this.#ready[number] ?? this.#prepare(number);
  }

  /** Forgets every prepared answer: the calendar has changed. */
  clearAnswers(): void {
    for (const standingClass of this.#ready) if (standingClass) standingClass.tables.length = 0;
  }

  /** A copy of all places. */
  image(): StandingClassesImage {
    return {
      kinds: this.#kinds,
      kindOf: this.#kindOf.slice(0, this.#count),
      since: this.#since.slice(0, this.#count),
      users: this.#users.slice(0, this.#count),
    };
  }

  #prepare(number: number): StandingClass {
    if (++this.#readyCount > MOST_READY) {
      this.#ready = [];
      this.#readyCount = 1;
    }
    const standingClass: StandingClass = { ...this.governedAt(number), number, tables: [] };
    this.#ready[number] = standingClass;
    return standingClass;
  }

  #takeBack(number: number): void {
    // Whoever is listed twice was taken back already.
    const bySince = this.#bySince[this.#kindOf[number] as number] as Map<number, number>;
    if (!bySince.delete(this.#since[number] as number)) return;
    if (this.#ready[number]) this.#readyCount--;
    this.#ready[number] = undefined;
    this.#free.push(number);
  }

  #kindNumber(kind: ClassKind): number {
    const key = `${kind.code}/${kindKeyOf(kind)}`;
    const known = this.#kindNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.#kinds.push(kind) - 1;
    this.#kindNumbers.set(key, number);
    this.#bySince.push(new Map());
    return number;
  }

  #makeRoom(least: number): void {
    this.#kindOf = withRoom(this.#kindOf, least);
    this.#since = withRoom(this.#since, least);
    this.#users = withRoom(this.#users, least);
  }

  #restore({ kinds, kindOf, since, users }: StandingClassesImage): void {
    for (const kind of kinds) this.#kindNumber(kind);
    this.#count = kindOf.length;
    this.#kindOf = kindOf.slice();
    this.#since = since.slice();
    this.#users = users.slice();
    for (let number = 0; number < this.#count; number++) {
      if (users[number] === 0 && number !== NOBODY) this.#free.push(number);
      else this.#bySince[kindOf[number] as number]?.set(since[number] as number, number);
    }
  }
}
