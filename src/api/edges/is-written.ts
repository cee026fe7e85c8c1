import { within } from "../../serving/within.ts";
import type { CountingContext } from "../updates/count-installations.ts";

/** The longest time for which an answer waits until its batch is written; an edge waits longer for the answer. */
const WITHIN_MS = 10_000;

/** Has the check-ins that wait written down; false if that fails, or takes too long. */
export async function isWritten({ checkInWriter }: Pick<CountingContext, "checkInWriter">): Promise<boolean> {
  return (await within(WITHIN_MS, checkInWriter.flush())) !== "late" && !checkInWriter.isFailing;
}
