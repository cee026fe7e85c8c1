import { z } from "zod";
import { ActorField, IdField, InstantField } from "./fields.ts";

/**
 * The id of the event after which to begin. A browser that reconnects sends it by itself, in `Last-Event-ID`. A sequence
 * alone is taken too, but cannot show that the database has gone back in time since.
 */
const PositionField = z
  .string()
  .regex(/^\d{1,15}(-[0-9a-f]+)?$/, "use the id of an event, such as 42-9f86d081884c");
export const EventsQuery = z.strictObject({ after: PositionField.optional() });

/** A `change`: an accepted change of something that the caller sees. The present state is read with other calls. */
export const ChangeEvent = z.object({
  sequence: z.number(),
  at: InstantField,
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  /** The actor as the audit log shows it; only for callers who may read that. */
  actor: ActorField.omit({ role: true, kind: true }).optional(),
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
});
export type ChangeEvent = z.input<typeof ChangeEvent>;

/** The data of `ready`, `reset` and `refresh`: the stream's position in the ledger. */
export const ReachedEvent = z.object({ sequence: z.number() });
