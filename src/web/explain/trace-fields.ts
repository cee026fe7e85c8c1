import { parseSchedule } from "../../policy/schedule.ts";
import { ROLES } from "../../tenancy/actor.ts";
import { ACTOR_KINDS } from "../../tenancy/actor-kind.ts";
import type { NamedActor } from "../../tenancy/shown-actor.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** What a rule saw, as the API gives it. Fields are read one by one, since another server may give more or fewer. */
export type TraceFields = Readonly<Record<string, unknown>>;

export function textOf(fields: TraceFields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberOf(fields: TraceFields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === "number" ? value : undefined;
}

export function objectOf(fields: TraceFields, name: string): TraceFields | undefined {
  const value = fields[name];
  return isObject(value) ? value : undefined;
}

export function listOf(fields: TraceFields, name: string): readonly TraceFields[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Reads who did something, as answers name an actor. */
export function actorOf(fields: TraceFields, name: string): NamedActor | undefined {
  const value = objectOf(fields, name) ?? {};
  const displayName = textOf(value, "displayName");
  const role = ROLES.find((one) => one === value.role);
  if (displayName === undefined || role === undefined) return undefined;
  return { displayName, role, kind: ACTOR_KINDS.find((one) => one === value.kind) ?? null };
}

/** Reads a schedule as a trace writes it (`slow:8`), or as the API does elsewhere. */
export function scheduleOf(fields: TraceFields, name: string): Schedule | undefined {
  const value = fields[name];
  if (isObject(value) && typeof value.cadence === "string") return value as Schedule;
  const read = typeof value === "string" ? parseSchedule(value) : null;
  return read?.ok ? read.value : undefined;
}

function isObject(value: unknown): value is TraceFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
