import type { Release } from "../catalog/release.ts";
import type { Instant } from "../instant.ts";
import { datesAt } from "./dates.ts";
import { decide } from "./decide.ts";
import type { Asker, Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { governedOf, type OrganizationState } from "./organization-state.ts";
import { type ReleaseEvent, ReleaseEvents } from "./release-events.ts";
import { isSameSchedule, type Schedule } from "./schedule.ts";
import type { Hold } from "./standing.ts";
import { type KnownWorld, type Stretch, stretchesOf, type Timespan } from "./stretches.ts";

/** A time in which an organization's new installation is offered the same. */
export interface OfferedSpan extends Timespan {
  /** The release as it was known at the beginning, or null if nothing is offered. */
  readonly release: Release | null;
}

/** A time in which the same rule and schedule govern an organization. */
export interface GovernedSpan extends Timespan {
  readonly schedule: Schedule;
  /** Why it governs. */
  readonly code: OrganizationState["governing"]["code"];
  /** R15: whether its beginning holds back releases that were already eligible then. */
  readonly isHeld: boolean;
}

/** R17: what a new installation of an organization was offered and will be, and what happened meanwhile. */
export interface Year {
  /** One after the other; the time before the organization existed is in none. */
  readonly spans: readonly OfferedSpan[];
  /** What governed, one after the other in the same time. */
  readonly governed: readonly GovernedSpan[];
  /** What happened to releases, the first one first. */
  readonly events: readonly ReleaseEvent[];
  /** Up to when it is told: the end of the asked time or, where too much happened, an earlier instant. */
  readonly until: Instant;
}

/** How much one year tells at most. */
export interface YearLimits {
  readonly spans: number;
  readonly governed: number;
  readonly events: number;
  /** At how many instants a verdict is asked for. */
  readonly instants: number;
}

export const YEAR_LIMITS: YearLimits = { spans: 500, governed: 500, events: 500, instants: 10_000 };

/** Who asks over a time, and by what. */
export interface YearQuestion {
  /** R5: an installation that runs nothing yet. */
  readonly asker: Asker;
  readonly time: Timespan;
  readonly gates?: readonly Gate[];
  readonly limits?: YearLimits;
}

/**
 * R17: goes through a time from one instant at which a verdict can change to the next: those at which something became known
 * and the dates of the gates. What it says of an instant is what `explain` says of it. It is work that may be interrupted
 * where it yields.
 */
export function* yearOf(
  known: KnownWorld,
  { asker, time, gates = GATES, limits = YEAR_LIMITS }: YearQuestion,
): Generator<undefined, Year> {
  const telling = new YearTelling(asker, gates);
  const instants = new DatedInstants(asker, gates);
  let asked = 0;
  for (const stretch of stretchesOf(known, time)) {
    for (const at of instants.of(stretch)) {
      if (asked === limits.instants || telling.isFull(limits)) return telling.result(at);
      telling.tell(at, stretch);
      asked++;
      yield;
    }
  }
  return telling.result(time.until);
}

/** The instants of a stretch at which the verdict for an asker can change. */
class DatedInstants {
  readonly #asker: Asker;
  readonly #gates: readonly Gate[];
  #last: Pick<Stretch, "organization" | "calendar"> | null = null;
  #dates: readonly Instant[] = [];

  constructor(asker: Asker, gates: readonly Gate[]) {
    this.#asker = asker;
    this.#gates = gates;
  }

  /** Its beginning, and the dates that fall into it, the soonest first. */
  of(stretch: Stretch): readonly Instant[] {
    const { from, until, organization, calendar } = stretch;
    if (!organization) return [from];
    const { standing } = organization;
    if (this.#last?.calendar !== calendar || this.#last.organization?.standing !== standing) {
      const dates = datesAt(calendar, standing, this.#asker, this.#gates);
      this.#dates = [...dates].sort((a, b) => a - b);
      this.#last = stretch;
    }
    return [from, ...this.#dates.filter((at) => at > from && at < until)];
  }
}

/** Times that follow one another; the last one may still go on. */
class Spans<Said> {
  readonly #spans: { readonly from: Instant; until: Instant | null; readonly said: Said }[] = [];

  get count(): number {
    return this.#spans.length;
  }

  /** What is said of the time that goes on, or undefined if none does. */
  get last(): Said | undefined {
    const last = this.#spans.at(-1);
    return last?.until === null ? last.said : undefined;
  }

  begin(from: Instant, said: Said): void {
    this.end(from);
    this.#spans.push({ from, until: null, said });
  }

  end(at: Instant): void {
    const last = this.#spans.at(-1);
    if (last) last.until ??= at;
  }

  result(until: Instant): readonly (Timespan & Said)[] {
    return this.#spans.map((span) => ({ ...span.said, from: span.from, until: span.until ?? until }));
  }
}

/** Puts together what is offered at one instant after the other. */
class YearTelling {
  readonly #asker: Asker;
  readonly #gates: readonly Gate[];
  readonly #offered = new Spans<Pick<OfferedSpan, "release">>();
  readonly #governed = new Spans<Omit<GovernedSpan, keyof Timespan>>();
  readonly #events: ReleaseEvents;
  #hold: Hold | null = null;

  constructor(asker: Asker, gates: readonly Gate[]) {
    this.#asker = asker;
    this.#gates = gates;
    this.#events = new ReleaseEvents(asker);
  }

  isFull({ spans, governed, events }: YearLimits): boolean {
    return this.#offered.count >= spans || this.#governed.count >= governed || this.#events.count >= events;
  }

  tell(at: Instant, { organization, calendar }: Stretch): void {
    if (!organization) {
      this.#offered.end(at);
      this.#governed.end(at);
      this.#events.forget();
      return;
    }
    this.#tellGoverned(at, organization);
    const verdict = decide({ ...this.#asker, at }, governedOf(organization, null), calendar, this.#gates);
    const release = verdict.action === "update" ? verdict.release : null;
    const { last } = this.#offered;
    const isSame = last !== undefined && last.release?.id === release?.id;
    if (!isSame) this.#offered.begin(at, { release });
    this.#events.tell({ at, organization, calendar }, isSame ? null : release);
  }

  #tellGoverned(at: Instant, { governing: { code, schedule }, standing: { hold } }: OrganizationState): void {
    const { last } = this.#governed;
    const isHeld = last !== undefined && hold !== null && hold !== this.#hold;
    this.#hold = hold;
    if (last?.code === code && isSameSchedule(last.schedule, schedule)) return;
    this.#governed.begin(at, { schedule, code, isHeld });
  }

  result(until: Instant): Year {
    const spans = this.#offered.result(until);
    const offered = spans.flatMap(({ release }) => release ?? []);
    return { spans, governed: this.#governed.result(until), events: this.#events.about(offered), until };
  }
}
