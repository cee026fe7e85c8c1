import type { Calendar } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import { TARGETS } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import { spreadsSince } from "../policy/gates/admission.ts";
import { NOTHING_OF_THE_COMPUTER } from "../policy/gates/gate.ts";
import { GATES } from "../policy/gates/gates.ts";
import type { Question } from "../policy/judge.ts";
import type { Verdict } from "../policy/verdict.ts";
import type { Installations, Seat } from "./installations.ts";
import type { RolloutTurns } from "./rollout-turns.ts";
import type { VersionRanks } from "./version-ranks.ts";

/** The part of the fleet that answers installations; a test can replace it. */
export type AnswerSource = Pick<
  Fleet,
  "standingClassOf" | "answer" | "decide" | "calendar" | "millisecondsToNextDate"
>;

/** In place of a rank: no update is offered. */
export const STAY = -1;
const NOT_ASKED = -2;

interface RolloutUnderWay {
  readonly release: Release;
  readonly from: Instant;
}

/** The answers for one standing class and one target until the next date, by entered rollouts and running version. */
interface Cell {
  readonly goodUntil: number;
  readonly spreading: readonly RolloutUnderWay[];
  readonly table: Int16Array;
}

/**
 * A cache of the fleet's answers to installations. Installations of the same standing class and target that run the
 * same version and have entered the same rollouts (R18) get the same answer until a date or a change: the fleet is
 * asked once.
 */
export class Answers {
  readonly #fleet: AnswerSource;
  readonly #ranks: VersionRanks;
  readonly #installations: Installations;
  readonly #turns: RolloutTurns;
  #cells: (Cell | undefined)[] = [];
  #calendar: Calendar = [];
  /** How often the fleet was asked. */
  asked = 0;

  constructor(fleet: AnswerSource, ranks: VersionRanks, installations: Installations, turns: RolloutTurns) {
    this.#fleet = fleet;
    this.#ranks = ranks;
    this.#installations = installations;
    this.#turns = turns;
  }

  /** Drops the answers if the calendar has changed. Call it after every change. */
  renew(): void {
    if (this.#calendar === this.#fleet.calendar) return;
    this.#calendar = this.#fleet.calendar;
    this.#cells = [];
  }

  /**
   * The rank of the offered version, or {@link STAY}. No date may lie between the instants asked for since
   * {@link renew}.
   */
  answer(standingClass: StandingClass, installation: number, at: Instant): number {
    const target = this.#installations.targetOf[installation] as number;
    const running = this.#installations.running[installation] as number;
    const number = standingClass.number * TARGETS.length + target;
    let cell = this.#cells[number];
    if (!cell || at >= cell.goodUntil) {
      cell = this.#newCell(standingClass, installation, at);
      // V8 turns an array with holes into a slow dictionary.
      while (this.#cells.length <= number) this.#cells.push(undefined);
      this.#cells[number] = cell;
    }
    const index = this.#rolloutsEntered(cell, installation, at) * this.#ranks.size + running;
    const known = cell.table[index] as number;
    if (known !== NOT_ASKED) return known;
    const answered = this.#ask(installation, at);
    cell.table[index] = answered;
    return answered;
  }

  /** The question of an installation that runs the version of rank `running`. */
  questionOf(installation: number, running: number, at: Instant): Question {
    return {
      at,
      target: TARGETS[this.#installations.targetOf[installation] ?? -1] as Question["target"],
      running: this.#ranks.versions[running] as Question["running"],
      installation: this.#installations.idOf(installation),
      installedAt: null,
      manual: false,
      ...NOTHING_OF_THE_COMPUTER,
    };
  }

  #rolloutsEntered({ spreading }: Cell, installation: number, at: Instant): number {
    let entered = 0;
    for (let bit = 0; bit < spreading.length; bit++) {
      const { release, from } = spreading[bit] as RolloutUnderWay;
      if (this.#turns.entersAt(release, from, installation) <= at) entered |= 1 << bit;
    }
    return entered;
  }

  #newCell(standingClass: StandingClass, installation: number, at: Instant): Cell {
    const target = this.#installations.targetOf[installation] as number;
    const spreading = this.#fleet.calendar.flatMap((entry): readonly RolloutUnderWay[] => {
      const from = spreadsSince(entry, standingClass.standing, at, GATES);
      return from === null ? [] : [{ release: entry.release, from }];
    });
    const goodUntil =
      at + this.#fleet.millisecondsToNextDate(this.#currentStandingClass(installation), target, at);
    const table = new Int16Array(this.#ranks.size << spreading.length).fill(NOT_ASKED);
    return { goodUntil, spreading, table };
  }

  /** The standing class that an installation's seat has in the fleet now. */
  #currentStandingClass(installation: number): StandingClass {
    const { seats, seatOf } = this.#installations;
    const { organizationId, userId } = seats[seatOf[installation] as number] as Seat;
    return this.#fleet.standingClassOf(organizationId, userId);
  }

  #ask(installation: number, at: Instant): number {
    this.asked++;
    const standingClass = this.#currentStandingClass(installation);
    const running = this.#installations.running[installation] as number;
    const target = this.#installations.targetOf[installation] as number;
    const said = { running: this.#ranks.texts[running] ?? "", ...NOTHING_OF_THE_COMPUTER };
    const prepared = this.#fleet.answer(standingClass, target, said, at);
    const verdict: Verdict =
      prepared?.verdict ?? this.#fleet.decide(standingClass, this.questionOf(installation, running, at));
    return verdict.action === "update" ? this.#ranks.rankOf(verdict.release.version) : STAY;
  }
}
