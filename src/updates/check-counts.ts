import type { Verdict } from "../policy/decide.ts";

type Action = Verdict["action"];

/** The ways to ask for an update: a plain check answered before any routing, any other check, an updater's own feed. */
export const REQUEST_ROUTES = ["fast", "full", "feed"] as const;
type RequestRoute = (typeof REQUEST_ROUTES)[number];

/** How many checks were answered since the start, for the metrics. */
export type CheckCounts = Record<RequestRoute, Record<Action, number>>;

export function startCounts(): CheckCounts {
  return { fast: { update: 0, stay: 0 }, full: { update: 0, stay: 0 }, feed: { update: 0, stay: 0 } };
}
