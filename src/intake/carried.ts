import type { Updaters } from "../catalog/updaters.ts";
import type { CarriedDetails } from "./of-release.ts";

/** A change of what a build carries, as the API takes it. */
export interface CarriedChange {
  readonly appVersion?: string;
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
  const isNewVersion = said.appVersion !== null && said.appVersion !== before.appVersion;
  if (changed.length === 0 && !isNewVersion) return null;
  return {
    ...(isNewVersion && said.appVersion !== null && { appVersion: said.appVersion }),
    ...(changed.length > 0 && { updaters: Object.fromEntries(changed) }),
  };
}

/** Whether each detail is known already; details are texts, numbers and yes or no. */
function isWithin(details: object, known: object): boolean {
  const all: Readonly<Record<string, unknown>> = { ...known };
  return Object.entries(details).every(([name, value]) => all[name] === value);
}
