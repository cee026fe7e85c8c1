import { toInstant } from "../instant.ts";
import type { GoverningStanding, StandingCode } from "../policy/decide.ts";
import { GOVERNED_BY_VENDOR } from "../policy/organization-state.ts";
import { keyOf, kindKeyOf, type Standing, type StandingKind } from "../policy/standing.ts";
import type { AnswerTable } from "./answer-table.ts";
import { withRoom } from "./growable-array.ts";
import { type StillArray, StillArrays } from "./still-array.ts";

/**
 * A code and a standing, with its cached answers. Organizations and users that are governed alike have the same
 * standing class, so a million of them need a few dozen.
 */
export interface StandingClass extends GoverningStanding {
  /** Its number, from 0. */
  readonly number: number;
  /** By target index; undefined until the first check for that target. */
  readonly tables: (AnswerTable | undefined)[];
}

/** R21: the number of the standing class of unknown organizations. */
export const NOBODY = 0;

/** Cached answer tables are dropped when more standing classes than this have them. */
const MOST_READY = 10_000;

/** A standing class without its hold's start. There are a few hundred of these, however many holds exist. */
export interface ClassKind extends StandingKind {
  readonly code: StandingCode;
}

/**
 * All standing classes as a checkpoint stores them: by number the kind, the hold's start (NaN if none) and the users.
 */
export interface StandingClassesImage<Kinds = Uint16Array, Starts = Float64Array, Counts = Uint32Array> {
  readonly kinds: readonly ClassKind[];
  readonly kindOf: Kinds;
  readonly since: Starts;
  readonly users: Counts;
}

/**
 * All standing classes by number; numbers without users are reused. A standing class is a few packed numbers until a
 * check needs its answers, because every organization that changed to a slower cadence alone has one of its own, for
 * its hold.
 */
export class StandingClasses {
  readonly #kinds: ClassKind[] = [];
  readonly #kindNumbers = new Map<string, number>();
  /** By kind: the number by the start of its hold, or by NaN if it has no hold. */
  readonly #bySince: Map<number, number>[] = [];
  #kindOf = new Uint16Array(64);
  #since = new Float64Array(64);
  /** By number: how many organizations and users have it. */
  #users = new Uint32Array(64);
  readonly #stills = new StillArrays();
  #count = 0;
  readonly #free: number[] = [];
  #left: number[] = [];
  #ready: (StandingClass | undefined)[] = [];
  #readyCount = 0;

  constructor(image?: StandingClassesImage) {
    if (image) this.#restore(image);
    else this.numberOf(GOVERNED_BY_VENDOR);
  }

  /** How many standing classes there are. */
  get size(): number {
    return this.#count - this.#free.length;
  }

  /** The number of a standing class, which is created if it is new. The next sweep removes it if it has no users. */
  numberOf({ code, standing }: GoverningStanding): number {
    const { schedule, hold } = standing;
    const kind = this.#kindNumber({ code, schedule, held: hold?.schedule ?? null });
    const bySince = this.#bySince[kind] as Map<number, number>;
    const since = hold?.since ?? Number.NaN;
    const known = bySince.get(since);
    if (known !== undefined) return known;
    const number = this.#free.pop() ?? this.#count++;
    this.#makeRoom(this.#count);
    this.#stills.beforeChange(this.#kindOf, number);
    this.#kindOf[number] = kind;
    this.#stills.beforeChange(this.#since, number);
    this.#since[number] = since;
    bySince.set(since, number);
    if (number !== NOBODY) this.#left.push(number);
    return number;
  }

  /** Whether two numbers have the same standing, whatever governs (R16). */
  isSameStanding(one: number, other: number): boolean {
    return keyOf(this.governedAt(one).standing) === keyOf(this.governedAt(other).standing);
  }

  /** Counts an organization or user that changes from one standing class to another. */
  move(from: number, to: number): void {
    if (to !== NOBODY) this.#addUsers(to, 1);
    if (from !== NOBODY && this.#addUsers(from, -1) === 0) this.#left.push(from);
  }

  /** Removes the standing classes that no organization or user has any more. */
  sweep(): void {
    for (const number of this.#left) if (this.#users[number] === 0) this.#takeBack(number);
    this.#left = [];
  }

  /** The code and the standing of a number. */
  governedAt(number: number): GoverningStanding {
    const ready = this.#ready[number];
    if (ready) return ready;
    const { code, schedule, held } = this.#kinds[this.#kindOf[number] as number] as ClassKind;
    const since = this.#since[number] as number;
    const standing: Standing = { schedule, hold: held && { since: toInstant(since), schedule: held } };
    return { code, standing };
  }

  /** The standing class of a number in use, with its cached answers. */
  at(number: number): StandingClass {
    return this.#ready[number] ?? this.#prepare(number);
  }

  /** Drops every cached answer, after a change of the calendar. */
  clearAnswers(): void {
    for (const standingClass of this.#ready) if (standingClass) standingClass.tables.length = 0;
  }

  /** All standing classes as they are now, for a checkpoint. */
  image(): StandingClassesImage<StillArray, StillArray, StillArray> {
    return {
      kinds: [...this.#kinds],
      kindOf: this.#stills.take(this.#kindOf, this.#count),
      since: this.#stills.take(this.#since, this.#count),
      users: this.#stills.take(this.#users, this.#count),
    };
  }

  /** Gives how many there are then. */
  #addUsers(number: number, difference: number): number {
    this.#stills.beforeChange(this.#users, number);
    const users = (this.#users[number] as number) + difference;
    this.#users[number] = users;
    return users;
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
    // A number can be in `#left` twice.
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
