import type { Calendar } from "../catalog/calendar.ts";
import type { Target } from "../catalog/platform.ts";
import type { KnownVersion } from "../catalog/running-version.ts";
import type { Instant } from "../instant.ts";
import { datesAt } from "../policy/dates.ts";
import { decide, type GoverningStanding } from "../policy/decide.ts";
import { spreadsSince } from "../policy/gates/admission.ts";
import { type Gate, NOTHING_OF_THE_COMPUTER } from "../policy/gates/gate.ts";
import { GATES } from "../policy/gates/gates.ts";
import type { Verdict } from "../policy/verdict.ts";

/** A verdict that is ready to be sent, and the form in which it is sent. */
export interface Answer {
  readonly verdict: Verdict;
  /** The reply that the API made of this verdict, cached here; the fleet never looks inside. */
  prepared: unknown;
}

/** A span of time in which no answer changes by itself, from the one instant up to the other, which is not in it. */
export interface SteadySpan {
  /** -Infinity if no date came before. */
  readonly from: number;
  /** Infinity if no date is known. */
  readonly until: number;
}

/** How many running versions a table remembers. A fleet runs a few dozen; more can only be made up. */
const MOST_ANSWERS = 1000;

/** Cached answers for one standing class and one target, valid until the next date that can change one of them. */
export class AnswerTable {
  readonly #governed: GoverningStanding;
  readonly #target: Target;
  readonly #calendar: Calendar;
  readonly #gates: readonly Gate[];
  #answers = new Map<string, Answer>();
  #goodFrom = Number.NaN;
  #goodUntil = Number.NaN;
  /** R18: during a rollout each installation has its own answer, and none is cached. */
  #isSpreading = false;

  constructor(
    governed: GoverningStanding,
    target: Target,
    calendar: Calendar,
    gates: readonly Gate[] = GATES,
  ) {
    this.#governed = governed;
    this.#target = target;
    this.#calendar = calendar;
    this.#gates = gates;
  }

  /** The next instant after `now` at which an answer can change by itself, or Infinity if there is none. */
  goodUntil(now: Instant): number {
    this.#keepUp(now);
    return this.#goodUntil;
  }

  /** R18: the span around `now`, or null while a rollout is under way, because installations then get different answers. */
  steadySpan(now: Instant): SteadySpan | null {
    this.#keepUp(now);
    return this.#isSpreading ? null : { from: this.#goodFrom, until: this.#goodUntil };
  }

  /**
   * The answer to a check that is not manual and names no installation date, or null if it differs by installation or
   * if `readVersion` cannot read `runningText`.
   */
  answer(
    now: Instant,
    runningText: string,
    readVersion: (text: string) => KnownVersion | null,
  ): Answer | null {
    this.#keepUp(now);
    if (this.#isSpreading) return null;
    return this.#answers.get(runningText) ?? this.#add(now, runningText, readVersion(runningText));
  }

  #add(now: Instant, runningText: string, running: KnownVersion | null): Answer | null {
    if (!running) return null;
    const asked = {
      at: now,
      target: this.#target,
      running,
      installation: null,
      installedAt: null,
      manual: false,
      ...NOTHING_OF_THE_COMPUTER,
    };
    const answer: Answer = {
      verdict: decide(asked, this.#governed, this.#calendar, this.#gates),
      prepared: null,
    };
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.clear();
    this.#answers.set(runningText, answer);
    return answer;
  }

  #keepUp(now: Instant): void {
    if (!(now >= this.#goodFrom && now < this.#goodUntil)) this.#cross(now);
  }

  #cross(now: Instant): void {
    const { standing } = this.#governed;
    const dates = [...datesAt(this.#calendar, standing, null, this.#gates)];
    this.#answers = new Map();
    this.#goodFrom = Math.max(Number.NEGATIVE_INFINITY, ...dates.filter((date) => date <= now));
    this.#goodUntil = Math.min(Number.POSITIVE_INFINITY, ...dates.filter((date) => date > now));
    this.#isSpreading = this.#calendar.some(
      (entry) => spreadsSince(entry, standing, now, this.#gates) !== null,
    );
  }
}
