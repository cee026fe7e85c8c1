import type { Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import { AUTOMATIC, type Cadence, type Schedule } from "../../policy/schedule.ts";
import type { SetSchedule } from "../../policy/settings.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import { jsonb, nullable, type RowOf, smallint, text, timestamp, toJsonText } from "./columns.ts";

/** The columns that hold a schedule with who set it and when: all null where none is set. R1 is a CHECK on them. */
export const SCHEDULE_COLUMNS = {
  cadence: nullable(text<Cadence>()),
  deferral_weeks: nullable(smallint()),
  set_by: nullable(jsonb<ActorReference>()),
  set_at: nullable(timestamp()),
};

export function toWord(row: Selectable<RowOf<typeof SCHEDULE_COLUMNS>>): SetSchedule | null {
  if (row.cadence === null || row.set_by === null || row.set_at === null) return null;
  return { schedule: toSchedule(row.cadence, row.deferral_weeks ?? 0), setBy: row.set_by, setAt: row.set_at };
}

export function fromWord(word: SetSchedule | null) {
  if (word === null) return { cadence: null, deferral_weeks: null, set_by: null, set_at: null };
  const { schedule } = word;
  return {
    cadence: schedule.cadence,
    deferral_weeks: schedule.cadence === "automatic" ? null : schedule.deferralWeeks,
    set_by: toJsonText(word.setBy),
    set_at: formatInstant(word.setAt),
  };
}

function toSchedule(cadence: Cadence, deferralWeeks: number): Schedule {
  return cadence === "automatic" ? AUTOMATIC : { cadence, deferralWeeks };
}
