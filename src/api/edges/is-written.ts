import { setTimeout } from "node:timers/promises";
import type { CountingContext } from "../updates/count-installations.ts";

/** The longest time for which an answer waits until its batch is written; an edge waits longer for the answer. */
const WITHIN_MS = 10_000;

/** Has the check-ins that wait written down; false if that fails, or takes too long. */
export async function isWritten({ checkInWriter }: Pick<CountingContext, "checkInWriter">): Promise<boolean> {
  const over = new AbortController();
  const late = setTimeout(WITHIN_MS, false, { signal: over.signal }).catch(() => false);
  const done = checkInWriter.flush().then(() => !checkInWriter.isFailing);
  const found = await Promise.race([done, late]);
  over.abort();
  return found;
}
