import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckInHasher } from "../../src/fleet/check-in-hash.ts";
import { CHECK_IN_FATES, CheckIns } from "../../src/fleet/check-ins.ts";
import type { RawCheckIn } from "../../src/fleet/raw-check-in.ts";
import { REPEATED_WITHIN_HOURS, ToldLately } from "../../src/fleet/told-lately.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import { atDepth, SEED } from "../support/depth.ts";
import { at, version } from "../support/records.ts";

const START = at("2026-03-01T12:00:00Z");
const MINUTE_MS = 60_000;
const ORGANIZATIONS = [1, 2, 3].map((number) => `00000000-0000-4000-8000-00000000000${number}`);
/** All that differs between two words of an installation, one at a time. */
const WORDS: readonly Partial<RawCheckIn>[] = [
  {},
  { running: "45.2" },
  { running: null },
  { os: "10.0.19045" },
  { managed: true },
  { target: 1 },
  { user: "11111111-0000-4000-8000-000000000001" },
  { updater: "electron" },
  { offered: version("45.3") },
  { offered: version("45.3.1") },
  { offered: version("45.4") },
  { running: "45.1", os: null, user: "45.1" },
];

type Step =
  | { readonly do: "note"; readonly of: number; readonly one: number; readonly word: number }
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
      word: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(WORDS.length - 1)),
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

function toNote({ of, one, word }: Extract<Step, { do: "note" }>, now: Instant): RawCheckIn {
  return {
    organizationId: ORGANIZATIONS[of] ?? "",
    installation: `installation ${one}`,
    user: null,
    updater: null,
    target: 0,
    running: "45.1",
    os: null,
    managed: false,
    offered: null,
    at: now,
    waitsSince: now,
    ...WORDS[word],
  };
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

const RUNS = { numRuns: atDepth({ gate: 300, soak: 20_000 }), seed: SEED };

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

  test("end with the last word of each installation stored, however little is remembered", () => {
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
        for (const [of, one] of asked) checkIns.note(toNote({ do: "note", of, one, word: 0 }, START));
        expect(checkIns.size).toBeLessThanOrEqual(most);
        const other = toNote({ do: "note", of: 0, one: 0, word: 0 }, START);
        checkIns.note({ ...other, organizationId: "00000000-0000-4000-8000-00000000ffff" });
        expect(checkIns.oldest(most).at(-1)?.organizationId).toMatch(/ffff$/);
        expect(checkIns.size + fatesOf(checkIns)).toBe(asked.length + 1);
      }),
      RUNS,
    );
  });
});

describe("what was told lately", () => {
  const note = toNote({ do: "note", of: 0, one: 0, word: 0 }, START);
  const asked = (checkIns: CheckIns, minutes: number, change: Partial<RawCheckIn> = {}) => {
    const when = toInstant(START + minutes * MINUTE_MS);
    checkIns.note({ ...note, at: when, waitsSince: when, ...change });
    const waiting = checkIns.oldest(10);
    checkIns.takeOff(waiting);
    return waiting.length;
  };

  test("is written once a day where an installation asks each hour, and at once when it says something else", () => {
    const checkIns = new CheckIns();
    const hours = Array.from({ length: 72 }, (_, hour) => asked(checkIns, hour * 60));
    expect(hours.flatMap((written, hour) => (written ? [hour] : []))).toEqual([0, 20, 40, 60]);
    expect(asked(checkIns, 72 * 60, { running: "45.2" })).toBe(1);
    expect(asked(checkIns, 72 * 60 + 1, { running: "45.2" })).toBe(0);
    expect(asked(checkIns, 72 * 60 + 2, { running: "45.2", offered: version("45.3") })).toBe(1);
  });

  test("always has an installation written that asks when it was told to", () => {
    const checkIns = new CheckIns();
    for (let day = 0; day < 10; day++) expect(asked(checkIns, day * 23 * 60)).toBe(1);
  });

  test("knows an organization by its id in either case and in the long form, and stores the one form", () => {
    const checkIns = new CheckIns();
    const id = "0000abcd-0000-4000-8000-00000000ffff";
    const long = btoa(`ciscospark://us/ORGANIZATION/${id}`);
    const written = [id.toUpperCase(), id, long].map((organizationId) => {
      checkIns.note({ ...note, organizationId });
      return checkIns.oldest(1)[0]?.organizationId;
    });
    expect(written).toEqual([id, id, id]);
    expect(checkIns).toMatchObject({ size: 1, unchanged: 2 });
  });

  test("is not believed after the clock went back by more than an hour", () => {
    const checkIns = new CheckIns();
    expect([asked(checkIns, 10_000), asked(checkIns, 9_950), asked(checkIns, 60)]).toEqual([1, 0, 1]);
  });
});

test("Whatever an installation says otherwise makes another hash, and the instant none", () => {
  const hasher = new CheckInHasher();
  const hashes = WORDS.map((_, word) => hasher.read(toNote({ do: "note", of: 0, one: 0, word }, START)).said);
  expect(new Set(hashes).size).toBe(WORDS.length);
  const later = toNote({ do: "note", of: 0, one: 0, word: 0 }, toInstant(START + MINUTE_MS));
  expect(hasher.read(later).said).toBe(hashes[0]);
});

test.each([["a\0b"], ["a\nb"], ["\ud800"], [["a"]], [null]])(
  "An id that is no text to be stored is counted: %j",
  (installation) => {
    const checkIns = new CheckIns();
    checkIns.note({ ...toNote({ do: "note", of: 0, one: 0, word: 0 }, START), installation } as never);
    expect(checkIns).toMatchObject({ size: 0, unreadable: 1 });
  },
);
