import type { Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import { AUTOMATIC, type Cadence, type Schedule } from "../../policy/schedule.ts";
import type { SetSchedule } from "../../policy/settings.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import { jsonb, nullable, type RowOf, smallint, text, timestamp, toJsonText } from "./columns.ts";

/** The columns of a set schedule: the schedule, who set it, and when; all null if none is set. A CHECK holds R1. */
export const SCHEDULE_COLUMNS = {
  cadence: nullable(text<Cadence>()),
  deferral_weeks: nullable(smallint()),
  set_by: nullable(jsonb<ActorReference>()),
  set_at: nullable(timestamp()),
};

export function toSetSchedule(row: Selectable<RowOf<typeof SCHEDULE_COLUMNS>>): SetSchedule | null {
  if (row.cadence === null || row.set_by === null || row.set_at === null) return null;
  return { schedule: toSchedule(row.cadence, row.deferral_weeks ?? 0), setBy: row.set_by, setAt: row.set_at };
}

export function fromSetSchedule(set: SetSchedule | null) {
  if (set === null) return { cadence: null, deferral_weeks: null, set_by: null, set_at: null };
  return {
    ...fromSchedule(set.schedule),
    set_by: toJsonText(set.setBy),
    set_at: formatInstant(set.setAt),
  };
}

export function fromSchedule(schedule: Schedule) {
  const { cadence } = schedule;
  return { cadence, deferral_weeks: schedule.cadence === "automatic" ? null : schedule.deferralWeeks };
}

export function toSchedule(cadence: Cadence, deferralWeeks: number): Schedule {
  return cadence === "automatic" ? AUTOMATIC : { cadence, deferralWeeks };
}
