import type { Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { Json } from "../../ledger/codec.ts";
import { REQUEST_ANSWER } from "../../ledger/record-codecs.ts";
import type { Cadence } from "../../policy/schedule.ts";
import type { ScheduleRequest } from "../../policy/schedule-request.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import { jsonb, nullable, type RowOf, smallint, text, timestamp, toJsonText } from "./columns.ts";
import { fromSchedule, toSchedule } from "./schedule-columns.ts";

/** A request of one partner to another; a CHECK holds R1, and `answer` is null until there is one. */
export const SCHEDULE_REQUEST_COLUMNS = {
  id: text(),
  organization_id: text(),
  from_partner_id: text(),
  to_partner_id: text(),
  cadence: text<Cadence>(),
  deferral_weeks: nullable(smallint()),
  note: nullable(text()),
  created_at: timestamp(),
  created_by: jsonb<ActorReference>(),
  answer: nullable(jsonb<Json>()),
};

export function toScheduleRequest(row: Selectable<RowOf<typeof SCHEDULE_REQUEST_COLUMNS>>): ScheduleRequest {
  return {
    id: row.id,
    organizationId: row.organization_id,
    fromPartnerId: row.from_partner_id,
    toPartnerId: row.to_partner_id,
    schedule: toSchedule(row.cadence, row.deferral_weeks ?? 0),
    note: row.note,
    createdAt: row.created_at,
    createdBy: row.created_by,
    answer: row.answer === null ? null : REQUEST_ANSWER.decode(row.answer),
  };
}

export function fromScheduleRequest(request: ScheduleRequest) {
  const { answer } = request;
  return {
    id: request.id,
    organization_id: request.organizationId,
    from_partner_id: request.fromPartnerId,
    to_partner_id: request.toPartnerId,
    ...fromSchedule(request.schedule),
    note: request.note,
    created_at: formatInstant(request.createdAt),
    created_by: toJsonText(request.createdBy),
    answer: answer && toJsonText(REQUEST_ANSWER.encode(answer) as object),
  };
}
