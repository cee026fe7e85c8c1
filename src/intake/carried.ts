import type { Updaters } from "../catalog/updaters.ts";
import type { CarriedDetails } from "./of-release.ts";

/** What a build carries beside the details of updaters: one text each. */
const TEXTS = ["appVersion", "minimumOsVersion", "maximumOsVersion"] as const;

/** A change of what a build carries, as the API takes it. */
export interface CarriedChange extends Partial<Readonly<Record<(typeof TEXTS)[number], string>>> {
  readonly updaters?: Updaters;
}

/**
 * What has to change so that a build carries all that is said now, or null if it does: what is not said stays as it was.
 */
export function changeOf(before: CarriedDetails, said: CarriedDetails): CarriedChange | null {
  const changed = Object.entries(said.updaters).flatMap(([updater, details]) => {
    const known: object = before.updaters[updater as keyof Updaters] ?? {};
    const isThere = updater in before.updaters && isWithin(details ?? {}, known);
    return isThere ? [] : [[updater, { ...known, ...details }] as const];
  });
  const texts = TEXTS.filter((name) => said[name] !== null && said[name] !== before[name]);
  if (changed.length === 0 && texts.length === 0) return null;
  return {
    ...Object.fromEntries(texts.map((name) => [name, said[name]])),
    ...(changed.length > 0 && { updaters: Object.fromEntries(changed) }),
  };
}

/** Whether each detail is known already; details are texts, numbers and yes or no. */
function isWithin(details: object, known: object): boolean {
  const all: Readonly<Record<string, unknown>> = { ...known };
  return Object.entries(details).every(([name, value]) => all[name] === value);
}
