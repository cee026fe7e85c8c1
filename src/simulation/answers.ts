import type { Calendar } from "../catalog/calendar.ts";
import { limitsOf, osClassOf } from "../catalog/calendar-limits.ts";
import type { Target } from "../catalog/platform.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import { TARGETS } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import { eligibleAt } from "../policy/eligible.ts";
import { spreadsSince } from "../policy/gates/admission.ts";
import { GATES } from "../policy/gates/gates.ts";
import type { Question } from "../policy/judge.ts";
import type { Verdict } from "../policy/verdict.ts";
import type { Installations, Seat } from "./installations.ts";
import type { RolloutClock, RolloutTurns } from "./rollout-turns.ts";
import { isManagedComputer, osOf } from "./systems.ts";
import type { VersionRanks } from "./version-ranks.ts";

/** The part of the fleet that answers installations; a test can replace it. */
export type AnswerSource = Pick<
  Fleet,
  "standingClassOf" | "answer" | "decide" | "calendar" | "millisecondsToNextDate"
>;

/** In place of a rank: no update is offered. */
export const STAY = -1;
const NOT_ASKED = -2;
/** More than there are kinds of computers: what is said of one is a byte. */
const COMPUTERS = 256;

interface RolloutUnderWay {
  readonly clock: RolloutClock;
  /** When the release became eligible. */
  readonly from: Instant;
}

/** The answers for one standing class and one target until the next date. */
interface Cell {
  readonly goodUntil: number;
  readonly spreading: readonly RolloutUnderWay[];
  /** By class of computer: the answers by entered rollouts and running version. */
  readonly tables: (Int16Array | undefined)[];
}

/**
 * A cache of the fleet's answers to installations. Installations of the same standing class and target, with systems of
 * one class (R31, R32), both managed elsewhere or neither (R30), that run the same version and have entered the same
 * rollouts (R18) get the same answer until a date or a change: the fleet is asked once.
 */
export class Answers {
  readonly #fleet: AnswerSource;
  readonly #ranks: VersionRanks;
  readonly #installations: Installations;
  readonly #turns: RolloutTurns;
  #cells: (Cell | undefined)[] = [];
  #calendar: Calendar = [];
  /** By target and computer: the number of the class of computers; {@link NOT_ASKED} until it is asked. */
  readonly #classes = new Int16Array(TARGETS.length * COMPUTERS).fill(NOT_ASKED);
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
    this.#classes.fill(NOT_ASKED);
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
    const table = this.#tableOf(cell, this.#classOf(installation));
    const index = this.#rolloutsEntered(cell, installation, at) * this.#ranks.size + running;
    const known = table[index] as number;
    if (known !== NOT_ASKED) return known;
    const answered = this.#ask(installation, at);
    table[index] = answered;
    return answered;
  }

  /** The fleet's own answer to an installation that runs the version of rank `running`: its rank, or {@link STAY}. */
  askExactly(standingClass: StandingClass, installation: number, running: number, at: Instant): number {
    return this.#offered(this.#fleet.decide(standingClass, this.questionOf(installation, running, at)));
  }

  #offered(verdict: Verdict): number {
    return verdict.action === "update" ? this.#ranks.rankOf(verdict.release.version) : STAY;
  }

  /** The question of an installation that runs the version of rank `running`. */
  questionOf(installation: number, running: number, at: Instant): Question {
    const target = this.#targetOf(installation);
    const computer = this.#installations.computerOf[installation] as number;
    return {
      at,
      target,
      running: this.#ranks.versions[running] as Question["running"],
      installation: this.#installations.idOf(installation),
      installedAt: null,
      manual: false,
      os: osOf(target.platform, computer),
      isManaged: isManagedComputer(computer),
    };
  }

  #targetOf(installation: number): Target {
    return TARGETS[this.#installations.targetOf[installation] as number] as Target;
  }

  /** The number of an installation's class of computers: they have systems of one class, and are managed alike. */
  #classOf(installation: number): number {
    const { targetOf, computerOf } = this.#installations;
    const computer = computerOf[installation] as number;
    const key = (targetOf[installation] as number) * COMPUTERS + computer;
    const known = this.#classes[key] as number;
    if (known !== NOT_ASKED) return known;
    const number = this.#newClass(this.#targetOf(installation), computer);
    this.#classes[key] = number;
    return number;
  }

  #newClass({ platform }: Target, computer: number): number {
    const system = osClassOf(osOf(platform, computer), platform, this.#calendar);
    const { thresholds } = limitsOf(this.#calendar);
    // The class below all thresholds is 1, and the system that is not said 0.
    const number = system === null ? 0 : thresholds[platform].indexOf(system) + 2;
    return number * 2 + (isManagedComputer(computer) ? 1 : 0);
  }

  #tableOf({ tables, spreading }: Cell, computers: number): Int16Array {
    while (tables.length <= computers) tables.push(undefined);
    const table = tables[computers] ?? new Int16Array(this.#ranks.size << spreading.length).fill(NOT_ASKED);
    tables[computers] = table;
    return table;
  }

  #rolloutsEntered({ spreading }: Cell, installation: number, at: Instant): number {
    let entered = 0;
    for (let bit = 0; bit < spreading.length; bit++) {
      const { clock, from } = spreading[bit] as RolloutUnderWay;
      if (clock.entersAt(from, installation) <= at) entered |= 1 << bit;
    }
    return entered;
  }

  #newCell(standingClass: StandingClass, installation: number, at: Instant): Cell {
    const target = this.#installations.targetOf[installation] as number;
    const spreading = this.#fleet.calendar.flatMap((entry): readonly RolloutUnderWay[] => {
      const { standing } = standingClass;
      // R33: the clock counts from the eligible instant, which a block that has ended (R31) does not move.
      const from = eligibleAt(entry.release, standing.schedule);
      if (from === null || spreadsSince(entry, standing, at, GATES) === null) return [];
      const clock = this.#turns.clockOf(entry);
      return clock ? [{ clock, from }] : [];
    });
    const goodUntil =
      at + this.#fleet.millisecondsToNextDate(this.#currentStandingClass(installation), target, at);
    return { goodUntil, spreading, tables: [] };
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
    const asked = this.questionOf(installation, running, at);
    const { os, isManaged } = asked;
    const text = this.#ranks.texts[running] ?? "";
    const said = { running: text, os, isManaged };
    const prepared = this.#fleet.answer(standingClass, target, said, at);
    return this.#offered(prepared?.verdict ?? this.#fleet.decide(standingClass, asked));
  }
}
