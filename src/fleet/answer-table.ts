import type { Calendar } from "../catalog/calendar.ts";
import { limitsOf, osClassOf } from "../catalog/calendar-limits.ts";
import type { OsVersion } from "../catalog/os-version.ts";
import type { Target } from "../catalog/platform.ts";
import type { KnownVersion } from "../catalog/running-version.ts";
import type { Instant } from "../instant.ts";
import { decide, type GoverningStanding } from "../policy/decide.ts";
import { spreadsSince } from "../policy/gates/admission.ts";
import type { Asker, Gate } from "../policy/gates/gate.ts";
import { GATES } from "../policy/gates/gates.ts";
import { countUpTo, datesOfStanding } from "../policy/standing-dates.ts";
import type { Verdict } from "../policy/verdict.ts";

/** A verdict that is ready to be sent, and the form in which it is sent. */
export interface Answer {
  readonly verdict: Verdict;
  /** The next instant at which it can change by itself, or Infinity if no date is known. */
  readonly goodUntil: number;
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

/** What a check that is not manual and names no installation date says of the installation. */
export interface PlainCheck extends Pick<Asker, "os" | "isManaged"> {
  /** The version that runs, as it was sent. */
  readonly running: string;
}

/** Answers by what runs, as it was sent. */
type ByVersion = Map<string, Answer>;

/**
 * How many answers a table remembers. A fleet runs a few dozen versions, on a few classes of systems; more can only be
 * made up.
 */
const MOST_ANSWERS = 1000;

/**
 * Cached answers for one standing class and one target, valid until the next date that can change one of them. Versions
 * of the operating system share answers by their class (R31, R32), so that made-up ones cost nothing.
 */
export class AnswerTable {
  readonly #governed: GoverningStanding;
  readonly #target: Target;
  readonly #calendar: Calendar;
  readonly #gates: readonly Gate[];
  /** Whether the version of the operating system makes a difference. */
  readonly #hasSystems: boolean;
  /** By class of the operating system, null if it is not said or makes no difference; apart for managed ones (R30). */
  #unmanaged = new Map<OsVersion | null, ByVersion>();
  #managed = new Map<OsVersion | null, ByVersion>();
  #count = 0;
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
    this.#hasSystems = limitsOf(calendar).thresholds[target.platform].length > 0;
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
   * The answer to a check, or null if it differs by installation or if `readVersion` cannot read what runs.
   */
  answer(now: Instant, said: PlainCheck, readVersion: (text: string) => KnownVersion | null): Answer | null {
    this.#keepUp(now);
    if (this.#isSpreading) return null;
    const os = this.#classOf(said.os);
    const bySystem = said.isManaged ? this.#managed : this.#unmanaged;
    return bySystem.get(os)?.get(said.running) ?? this.#add(now, { said, os }, readVersion(said.running));
  }

  /** The class of a version of the operating system, which stands for every version in it. */
  #classOf(os: OsVersion | null): OsVersion | null {
    return os === null || !this.#hasSystems ? null : osClassOf(os, this.#target.platform, this.#calendar);
  }

  #add(
    now: Instant,
    { said, os }: { readonly said: PlainCheck; readonly os: OsVersion | null },
    running: KnownVersion | null,
  ): Answer | null {
    if (!running) return null;
    const { isManaged } = said;
    const asked = {
      at: now,
      target: this.#target,
      running,
      installation: null,
      installedAt: null,
      manual: false,
      os,
      isManaged,
    };
    const answer: Answer = {
      verdict: decide(asked, this.#governed, this.#calendar, this.#gates),
      goodUntil: this.#goodUntil,
      prepared: null,
    };
    this.#keep(said, os, answer);
    return answer;
  }

  #keep({ running, isManaged }: PlainCheck, os: OsVersion | null, answer: Answer): void {
    if (this.#count >= MOST_ANSWERS) this.#forget();
    const bySystem = isManaged ? this.#managed : this.#unmanaged;
    const byVersion: ByVersion = bySystem.get(os) ?? new Map();
    bySystem.set(os, byVersion.set(running, answer));
    this.#count++;
  }

  #forget(): void {
    this.#unmanaged = new Map();
    this.#managed = new Map();
    this.#count = 0;
  }

  #keepUp(now: Instant): void {
    if (!(now >= this.#goodFrom && now < this.#goodUntil)) this.#cross(now);
  }

  #cross(now: Instant): void {
    const { standing } = this.#governed;
    const dates = datesOfStanding(this.#calendar, standing, this.#gates);
    const passed = countUpTo(dates, now);
    this.#forget();
    this.#goodFrom = dates[passed - 1] ?? Number.NEGATIVE_INFINITY;
    this.#goodUntil = dates[passed] ?? Number.POSITIVE_INFINITY;
    this.#isSpreading = this.#calendar.some(
      (entry) => spreadsSince(entry, standing, now, this.#gates) !== null,
    );
  }
}
