import fc from "fast-check";
import { expect, test } from "vitest";
import { withRoom } from "../../src/fleet/growable-array.ts";
import { type StillArray, StillArrays } from "../../src/fleet/still-array.ts";
import { World } from "../../src/fleet/world.ts";
import { differencesBetween } from "../../src/fleet/world-differences.ts";
import { imageInSlices, imageOf, worldOf } from "../../src/fleet/world-image.ts";
import type { Pace } from "../../src/time-slices.ts";
import { atDepth, SEED } from "../support/depth.ts";
import { changesOf } from "./entries.ts";

/** Several pages of those that are put aside. */
const NUMBERS = 40_000;

type Step =
  | { readonly kind: "change"; readonly at: number; readonly count: number }
  | { readonly kind: "grow" }
  | { readonly kind: "take" }
  | { readonly kind: "read"; readonly bytes: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("change" as const),
      at: fc.nat(NUMBERS - 1),
      count: fc.integer({ min: 1, max: 6_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "grow" } as const) },
  { weight: 2, arbitrary: fc.constant({ kind: "take" } as const) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("read" as const), bytes: fc.integer({ min: 1, max: 50_000 }) }),
  },
);

/** What is read of a still array, beside what the array held when it was taken. */
class Reading {
  readonly #still: StillArray;
  readonly #held: Buffer;
  readonly #read: Uint8Array;
  #at = 0;

  constructor(stills: StillArrays, array: Uint32Array, length: number) {
    this.#still = stills.take(array, length);
    this.#held = Buffer.from(array.slice(0, length).buffer);
    this.#read = new Uint8Array(this.#still.byteLength);
  }

  next(bytes: number): void {
    const end = Math.min(this.#at + bytes, this.#read.length);
    this.#still.copyTo(this.#read.subarray(this.#at, end), this.#at);
    this.#at = end;
  }

  finish(): void {
    this.next(this.#read.length);
    expect(this.#held.equals(this.#read)).toBe(true);
    expect(this.#still.isRead).toBe(true);
  }
}

/** An array that changes and grows while still arrays of it are read. */
class Changing {
  readonly #stills = new StillArrays();
  readonly #readings: Reading[] = [];
  #array = Uint32Array.from({ length: NUMBERS }, (_, number) => number);
  #value = NUMBERS;

  take(): void {
    this.#readings.push(new Reading(this.#stills, this.#array, NUMBERS - this.#readings.length));
  }

  do(step: Step): void {
    if (step.kind === "take") this.take();
    else if (step.kind === "grow") this.#array = withRoom(this.#array, this.#array.length + 1);
    else if (step.kind === "read") for (const reading of this.#readings) reading.next(step.bytes);
    else this.#change(step.at, Math.min(step.count, this.#array.length - step.at));
  }

  finish(): void {
    for (const reading of this.#readings) reading.finish();
  }

  #change(at: number, count: number): void {
    this.#stills.beforeChange(this.#array, at, count);
    this.#array.fill(this.#value++, at, at + count);
  }
}

test("each still array is what the array held when it was taken, however it changes and grows while they are read", () => {
  fc.assert(
    fc.property(fc.array(steps, { minLength: 10, maxLength: 60, size: "max" }), (made) => {
      const changing = new Changing();
      changing.take();
      for (const step of made) changing.do(step);
      changing.finish();
    }),
    { numRuns: atDepth({ gate: 40, soak: 1_000 }), seed: SEED },
  );
});

/** A world that is being written down. */
class Writing {
  /** The same world, written down at once. */
  readonly #still: World;
  readonly #head: World["head"];
  readonly #parts: Iterator<Uint8Array>;
  readonly #bytes: Uint8Array[] = [];

  constructor(world: World) {
    this.#head = world.head;
    this.#still = worldOf(Buffer.concat([...imageOf(world)]), world.head);
    this.#parts = imageOf(world, { partBytes: 200 })[Symbol.iterator]();
  }

  /** Gives whether there was more. */
  next(): boolean {
    const { done, value } = this.#parts.next();
    if (!done) this.#bytes.push(value);
    return !done;
  }

  /** How the world that was written down differs from the one at its beginning. */
  finish(): readonly string[] {
    while (this.next());
    return [...differencesBetween(this.#still, worldOf(Buffer.concat(this.#bytes), this.#head))];
  }
}

test("a world that is written down while entries arrive is the world at the position at which that began", () => {
  for (let seed = 1; seed <= atDepth({ gate: 60, soak: 1_000 }); seed++) {
    const world = new World();
    const begun: Writing[] = [];
    for (const entries of changesOf(seed)) {
      world.apply(entries);
      for (const writing of begun) writing.next();
      begun.push(new Writing(world));
    }
    for (const [index, writing] of begun.entries())
      expect(writing.finish(), `seed ${seed}, change ${index}`).toEqual([]);
  }
});

/** A pace at which others have their turn after each step. */
function paceOf(turn: () => void): Pace {
  let now = 0;
  return { now: () => ++now * 1_000, turn: async () => turn() };
}

test("an image that is made in slices is that of the world at its beginning, whatever is applied in between", async () => {
  let applied = 0;
  for (let seed = 1; seed <= atDepth({ gate: 60, soak: 1_000 }); seed++) {
    const world = new World();
    const later = [...changesOf(seed)];
    for (const entries of later.splice(0, later.length / 2)) world.apply(entries);
    const before = Buffer.concat([...imageOf(world)]);
    const pace = paceOf(() => {
      const entries = later.shift();
      if (entries) world.apply(entries);
      applied += entries?.length ?? 0;
    });
    const parts = await imageInSlices(world, { partBytes: 200 }, pace);
    for (const entries of later) world.apply(entries);
    expect(Buffer.concat([...parts]).equals(before), `seed ${seed}`).toBe(true);
  }
  expect(applied).toBeGreaterThan(0);
});
