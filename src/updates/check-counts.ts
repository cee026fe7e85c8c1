import { UPDATERS, type Updater } from "../catalog/updaters.ts";
import type { Verdict } from "../policy/verdict.ts";

type Action = Verdict["action"];
type ActionCounts = Record<Action, number>;

/** The ways to ask the check: a plain one is answered before any routing, any other by the full route. */
export const CHECK_WAYS = ["fast", "full"] as const;
type CheckWay = (typeof CHECK_WAYS)[number];

/** How many checks and requests of feeds were answered since the start, for the metrics. */
export interface CheckCounts extends Record<CheckWay, ActionCounts> {
  readonly feed: Readonly<Record<Updater, ActionCounts>>;
  /** Requests of feeds that name no installation, so that nothing is noted of them. */
  readonly unnamed: Record<Updater, number>;
}

export function startCounts(): CheckCounts {
  return {
    fast: noActions(),
    full: noActions(),
    feed: forEachUpdater(noActions),
    unnamed: forEachUpdater(() => 0),
  };
}

function noActions(): ActionCounts {
  return { update: 0, stay: 0 };
}

function forEachUpdater<Value>(make: () => Value): Record<Updater, Value> {
  return Object.fromEntries(UPDATERS.map((updater) => [updater, make()])) as Record<Updater, Value>;
}
