import type { ReleaseEventKind } from "../../policy/release-events.ts";

/** What is drawn for an event: what stops a release, what lets it go on, and what is of its own. */
export const MARKS = ["goes_on", "stops", "moves", "critical", "floor"] as const;
export type Mark = (typeof MARKS)[number];

export const MARK_OF: Readonly<Record<ReleaseEventKind, Mark>> = {
  published: "goes_on",
  built: "goes_on",
  dates_changed: "moves",
  paused: "stops",
  resumed: "goes_on",
  withdrawn: "stops",
  critical: "critical",
  critical_ended: "goes_on",
  blocked: "stops",
  block_ended: "goes_on",
  floor: "floor",
  floor_ended: "goes_on",
  support_ended: "stops",
  expired: "stops",
};

/** The outline of each mark around its middle. */
export const OUTLINES: Readonly<Record<Mark, string>> = {
  goes_on: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
  stops: "M-5 -3l2 -2l3 3l3 -3l2 2l-3 3l3 3l-2 2l-3 -3l-3 3l-2 -2l3 -3z",
  moves: "M0 -6l6 6l-6 6l-6 -6z",
  critical: "M0 -6l6 11h-12z",
  floor: "M-5 -5h10v10h-10z",
};
