import { setImmediate } from "node:timers/promises";

/** How long work goes on before other work of the process has its turn. */
const SLICE_MS = 3;

/**
 * Does long work in slices of some milliseconds, between which the process answers others. The work is a generator that
 * yields wherever it may be interrupted, at least every millisecond or so; what it reads may have changed after a yield.
 */
export async function inSlices<Value>(work: Iterator<unknown, Value>): Promise<Value> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await setImmediate();
  }
}

/** Does the same work at once, for what is small. */
export function atOnce<Value>(work: Iterator<unknown, Value>): Value {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
