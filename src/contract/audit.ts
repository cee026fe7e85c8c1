import { z } from "zod";
import { ActorField, IdField, InstantField, TextField } from "./fields.ts";

export const AuditQuery = z.strictObject({
  from: InstantField.optional(),
  to: InstantField.optional(),
  orgId: IdField.optional(),
  actorId: TextField.max(200).optional(),
  max: z.coerce.number().int().min(1).max(1000).default(100),
  before: z.coerce.number().int().min(1).optional(),
});

/** One accepted change, as people read it. */
const AuditEvent = z.object({
  sequence: z.number(),
  created: InstantField,
  actor: ActorField,
  action: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  hash: z.string(),
});
export const AuditList = z.object({ items: z.array(AuditEvent) });
