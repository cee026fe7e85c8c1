import { parseSchedule } from "../../policy/schedule.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** What a rule saw, as the API hands it on; each of it is read with care, since other servers may say more or less. */
export type Saw = Readonly<Record<string, unknown>>;

export function textOf(saw: Saw, name: string): string | undefined {
  const value = saw[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberOf(saw: Saw, name: string): number | undefined {
  const value = saw[name];
  return typeof value === "number" ? value : undefined;
}

export function objectOf(saw: Saw, name: string): Saw | undefined {
  const value = saw[name];
  return isObject(value) ? value : undefined;
}

export function listOf(saw: Saw, name: string): readonly Saw[] {
  const value = saw[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A schedule as a trace writes it (`slow:8`), or as the API does elsewhere. */
export function scheduleOf(saw: Saw, name: string): Schedule | undefined {
  const value = saw[name];
  if (isObject(value) && typeof value.cadence === "string") return value as Schedule;
  const read = typeof value === "string" ? parseSchedule(value) : null;
  return read?.ok ? read.value : undefined;
}

function isObject(value: unknown): value is Saw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
