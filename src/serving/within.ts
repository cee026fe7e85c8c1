import { setTimeout as pause } from "node:timers/promises";

/** Waits for some work, at most so many milliseconds; "late" if it takes longer. It then goes on, and its result is not used. */
export async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | "late"> {
  const over = new AbortController();
  const late = pause(milliseconds, "late" as const, { signal: over.signal }).catch(() => "late" as const);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
