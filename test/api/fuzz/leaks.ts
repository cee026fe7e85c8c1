import { hasForeignCursor } from "./given-cursors.ts";
import type { FuzzRequest } from "./requests.ts";
import type { FuzzCaller, TwoWorlds } from "./two-worlds.ts";

/** The parts of an answer that can tell something. */
interface Telling {
  readonly status: number;
  readonly headers: string;
  readonly text: string;
}

/** What the answer tells that its caller must never be told. */
export function leaksOf(
  place: TwoWorlds,
  caller: FuzzCaller,
  sent: FuzzRequest,
  answered: Telling,
): string[] {
  const { status, text, headers } = answered;
  const told = caller.hidden.filter((hidden) => text.includes(hidden) || headers.includes(hidden));
  const leaks = told.map(
    (hidden) => `an answer tells ${hidden} ${headers.includes(hidden) ? "in a header" : ""}`,
  );
  const isTaken = status < 300 && hasForeignCursor(place, caller, sent);
  return isTaken ? [...leaks, "the end of another's page was taken"] : leaks;
}
