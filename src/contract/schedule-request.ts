import { z } from "zod";
import { REQUEST_ANSWERS, REQUEST_STATES } from "../policy/schedule-request.ts";
import { ActorField, IdField, InstantField, NameField, PageQuery, ScheduleField } from "./fields.ts";

/** A note to another company: one line of visible characters, shown as plain text. */
const NoteField = NameField.meta({
  description: "One line of visible characters; everybody who sees the request reads it",
});

/** R10: what one partner asks of another: to set the schedule that it sets itself. */
export const ScheduleRequestBody = z.strictObject({
  toPartnerId: IdField,
  schedule: ScheduleField,
  note: NoteField.optional(),
});

export const RequestDeclineBody = z.strictObject({ note: NoteField.optional() });

export const ScheduleRequestListQuery = PageQuery.extend({
  /** Only requests in this state. */
  state: z.enum(REQUEST_STATES).optional(),
});

const RequestPartner = z.object({ partnerId: IdField, partnerName: z.string() });

export const ScheduleRequestAnswer = z.object({
  id: IdField,
  organizationId: IdField,
  organizationName: z.string(),
  from: RequestPartner,
  to: RequestPartner,
  schedule: ScheduleField,
  note: z.string().optional(),
  /** open while it can be accepted, overtaken while it cannot and has no answer, or its answer. */
  state: z.enum(REQUEST_STATES),
  createdAt: InstantField,
  createdBy: ActorField,
  answer: z
    .object({
      kind: z.enum(REQUEST_ANSWERS),
      answeredAt: InstantField,
      answeredBy: ActorField,
      note: z.string().optional(),
    })
    .optional(),
  /** The answers that the caller can give now. */
  mayAnswer: z.array(z.enum(REQUEST_ANSWERS)),
});
export const ScheduleRequestList = z.object({ items: z.array(ScheduleRequestAnswer) });
