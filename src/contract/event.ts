import { z } from "zod";
import { ActorField, IdField, InstantField } from "./fields.ts";

/** The ledger entry after which to begin. A browser that reconnects sends it by itself, in `Last-Event-ID`. */
export const EventsQuery = z.strictObject({ after: z.coerce.number().int().min(0).optional() });

/** A `change`: an accepted change of something that the caller sees. The present state is read with other calls. */
export const ChangeEvent = z.object({
  sequence: z.number(),
  at: InstantField,
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  /** The actor as the audit log shows it; only for callers who may read that. */
  actor: ActorField.omit({ role: true }).optional(),
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
});
export type ChangeEvent = z.input<typeof ChangeEvent>;

/** The data of `ready`, `reset` and `refresh`: the stream's position in the ledger. */
export const ReachedEvent = z.object({ sequence: z.number() });
