import { setTimeout as sleep } from "node:timers/promises";

/** The shortest and the longest pause after a failure. */
const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * The pause in milliseconds after so many failures one after another: twice as long each time, and spread over its second
 * half, so that many edges do not come back at once. `chance` is from 0 up to 1.
 */
export function pauseAfter(failures: number, chance: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round((whole / 2) * (1 + chance));
}

/** Waits so long, or until the signal says that it is over; never rejects. */
export function pause(milliseconds: number, over: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal: over, ref: false }).catch(() => undefined);
}
