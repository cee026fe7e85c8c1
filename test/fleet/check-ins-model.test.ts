import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHECK_IN_FATES, CheckIns } from "../../src/fleet/check-ins.ts";
import type { RawCheckIn } from "../../src/fleet/raw-check-in.ts";
import { REPEATED_WITHIN_HOURS, ToldLately } from "../../src/fleet/told-lately.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import { atDepth, SEED } from "../support/depth.ts";
import { aNote, START, STATES } from "./noted.ts";

const MINUTE_MS = 60_000;
const ORGANIZATIONS = [1, 2, 3].map((number) => `00000000-0000-4000-8000-00000000000${number}`);
type Step =
  | { readonly do: "note"; readonly of: number; readonly one: number; readonly state: number }
  | { readonly do: "wait"; readonly minutes: number }
  | { readonly do: "write"; readonly most: number; readonly refusing: number | null }
  | { readonly do: "fail"; readonly most: number }
  | { readonly do: "calendar" };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("note" as const),
      of: fc.nat(ORGANIZATIONS.length - 1),
      one: fc.nat(2),
      state: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(STATES.length - 1)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      minutes: fc.constantFrom(1, 30, 19 * 60 + 59, 20 * 60, 21 * 60),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("write" as const),
      most: fc.integer({ min: 1, max: 20 }),
      refusing: fc.option(fc.nat(ORGANIZATIONS.length - 1)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("fail" as const), most: fc.integer({ min: 1, max: 20 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("calendar" as const) }) },
);

function toNote({ of, one, state }: Extract<Step, { do: "note" }>, now: Instant): RawCheckIn {
  const organizationId = ORGANIZATIONS[of] ?? "";
  return aNote({ organizationId, installation: `installation ${one}`, at: now, ...STATES[state] });
}

const keyOf = ({ organizationId, installation }: RawCheckIn) => `${organizationId} ${installation}`;
const saidBy = ({ at: _, waitsSince: __, ...said }: RawCheckIn) => JSON.stringify(said);

interface Counts {
  unchanged: number;
  replaced: number;
  dropped: number;
}

/** The same as `CheckIns`, one check-in at a time, from lists that are searched. */
class Naive {
  waiting: RawCheckIn[] = [];
  readonly told = new Map<string, { readonly said: string; readonly minute: number }>();
  readonly counts: Counts = { unchanged: 0, replaced: 0, dropped: 0 };
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  note(noted: RawCheckIn): void {
    const known = this.told.get(keyOf(noted));
    const minute = Math.floor(noted.at / MINUTE_MS);
    const isTold = known?.said === saidBy(noted) && minute - known.minute < REPEATED_WITHIN_HOURS * 60;
    if (isTold) {
      this.counts.unchanged++;
      return;
    }
    this.told.set(keyOf(noted), { said: saidBy(noted), minute });
    const place = this.waiting.findIndex((one) => keyOf(one) === keyOf(noted));
    if (place >= 0) {
      const { waitsSince = noted.at } = this.waiting[place] ?? {};
      this.waiting[place] = { ...noted, waitsSince };
      this.counts.replaced++;
      return;
    }
    const own = this.waiting.filter((one) => one.organizationId === noted.organizationId).length;
    if (own > 0 && own >= this.#most - this.waiting.length) {
      this.#drop(noted);
      return;
    }
    this.waiting.push(noted);
    const [oldest] = this.waiting;
    if (this.waiting.length <= this.#most || !oldest) return;
    this.waiting.shift();
    this.#drop(oldest);
  }

  write(batch: readonly RawCheckIn[], refusing: string | null): void {
    const done = new Set(batch.map(keyOf));
    this.waiting = this.waiting.filter((one) => !done.has(keyOf(one)));
    for (const one of batch) if (one.organizationId === refusing) this.told.delete(keyOf(one));
  }

  #drop(noted: RawCheckIn): void {
    this.told.delete(keyOf(noted));
    this.counts.dropped++;
  }
}

/** A run of steps over both, with what was written in the end. */
class Run {
  now = START;
  calendar = {};
  noted = 0;
  written = 0;
  /** What is being written. */
  #underWay: readonly RawCheckIn[] = [];
  readonly stored = new Map<string, RawCheckIn>();
  readonly last = new Map<string, RawCheckIn>();
  readonly checkIns: CheckIns;
  readonly naive: Naive;

  constructor(most: number, toldLately = new ToldLately()) {
    this.checkIns = new CheckIns({ most, calendar: () => this.calendar, toldLately });
    this.naive = new Naive(most);
  }

  take(step: Step): void {
    if (step.do === "wait") this.now = toInstant(this.now + step.minutes * MINUTE_MS);
    if (step.do === "note") this.#note(toNote(step, this.now));
    if (step.do === "write") this.write(step.most, ORGANIZATIONS[step.refusing ?? -1] ?? null);
    if (step.do === "fail") expect(this.checkIns.oldest(step.most)).toEqual(this.checkIns.oldest(step.most));
    if (step.do === "calendar") this.#changeCalendar();
  }

  write(most: number, refusing: string | null): void {
    this.begin(most);
    this.end(refusing);
  }

  begin(most: number): void {
    this.#underWay = this.checkIns.oldest(most);
    expect(new Set(this.#underWay.map(keyOf)).size).toBe(this.#underWay.length);
  }

  end(refusing: string | null): void {
    const batch = this.#underWay;
    for (const one of batch) if (one.organizationId !== refusing) this.stored.set(keyOf(one), one);
    this.checkIns.takeOff(batch, new Set(refusing === null ? [] : [refusing]));
    this.naive.write(batch, refusing);
    this.written += batch.length;
    this.#underWay = [];
  }

  #note(noted: RawCheckIn): void {
    this.noted++;
    this.last.set(keyOf(noted), noted);
    this.naive.note({ ...noted });
    this.checkIns.note(noted);
  }

  #changeCalendar(): void {
    // What was noted before counts by the calendar of then.
    expect(this.checkIns.size).toBe(this.naive.waiting.length);
    this.calendar = {};
    this.naive.told.clear();
  }
}

/** Takes a step while batches are under way, and the calendar changes while check-ins are not sorted in yet. */
function takeMeanwhile(run: Run, step: Step): void {
  if (step.do === "calendar") run.calendar = {};
  else if (step.do === "write") {
    run.end(null);
    run.begin(step.most);
  } else run.take(step);
}

function fatesOf(checkIns: CheckIns): number {
  return CHECK_IN_FATES.reduce((sum, fate) => sum + checkIns[fate], 0);
}

const RUNS = { numRuns: atDepth({ gate: 300, soak: 5_000 }), seed: SEED };

describe("check-ins in any order", () => {
  test("wait, and are unchanged, replaced or dropped, as in a model that searches lists", () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 120 }), fc.integer({ min: 1, max: 8 }), (steps, most) => {
        const run = new Run(most);
        for (const step of steps) run.take(step);
        expect(run.checkIns.oldest(100)).toEqual(run.naive.waiting);
        expect(run.checkIns).toMatchObject(run.naive.counts);
        expect(fatesOf(run.checkIns) + run.checkIns.size + run.written).toBe(run.noted);
      }),
      RUNS,
    );
  });

  test("end with the last state of each installation stored, however little is remembered", () => {
    const kept = fc.array(
      STEP.filter((step) => step.do !== "write" || step.refusing === null),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(kept, fc.constantFrom(4, 8, 64), (steps, remembered) => {
        const run = new Run(1_000, new ToldLately(remembered));
        for (const step of steps) takeMeanwhile(run, step);
        run.end(null);
        run.write(1_000, null);
        for (const [key, last] of run.last) {
          const stored = run.stored.get(key);
          expect(stored && saidBy(stored)).toBe(saidBy(last));
          expect(last.at - (stored?.at ?? 0)).toBeLessThan((REPEATED_WITHIN_HOURS * 60 + 1) * MINUTE_MS);
        }
      }),
      RUNS,
    );
  });

  test("never wait in larger numbers than there may be, and one organization leaves room for another", () => {
    const crowd = fc.array(fc.tuple(fc.nat(2), fc.nat(400)), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(crowd, fc.integer({ min: 2, max: 60 }), (asked, most) => {
        const checkIns = new CheckIns({ most });
        for (const [of, one] of asked) checkIns.note(toNote({ do: "note", of, one, state: 0 }, START));
        expect(checkIns.size).toBeLessThanOrEqual(most);
        const other = toNote({ do: "note", of: 0, one: 0, state: 0 }, START);
        checkIns.note({ ...other, organizationId: "00000000-0000-4000-8000-00000000ffff" });
        expect(checkIns.oldest(most).at(-1)?.organizationId).toMatch(/ffff$/);
        expect(checkIns.size + fatesOf(checkIns)).toBe(asked.length + 1);
      }),
      RUNS,
    );
  });
});
