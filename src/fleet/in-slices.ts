import { type Pace, TimeSlices } from "../time-slices.ts";

/**
 * Does long work in slices of some milliseconds, between which the process answers others. The work is a generator that
 * yields wherever it may be interrupted, at least every millisecond or so; what it reads may have changed after a yield.
 */
export async function inSlices<Value>(work: Iterator<unknown, Value>, pace?: Pace): Promise<Value> {
  const slices = new TimeSlices(pace);
  for (;;) {
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (!slices.isOver);
    await slices.next();
  }
}

/** Does the same work at once, for what is small. */
export function atOnce<Value>(work: Iterator<unknown, Value>): Value {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
