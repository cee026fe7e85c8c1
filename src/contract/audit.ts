import { z } from "zod";
import { LEVELS } from "../tenancy/actor.ts";
import { CSV_FIELDS } from "./csv-query.ts";
import { ActorField, IdField, InstantField, TextField } from "./fields.ts";

/** A word of the ledger, such as partner_settings. */
const CodeField = z
  .string()
  .max(60)
  .regex(/^[a-z_]+$/, "use lower-case letters and _ only");

export const AuditQuery = z.strictObject({
  from: InstantField.optional(),
  to: InstantField.optional(),
  orgId: IdField.optional(),
  /** Only entries about this partner, or about the organizations that it serves. */
  partnerId: IdField.optional(),
  /** Only entries about this record; its settings have its id. */
  subjectId: IdField.optional(),
  subject: CodeField.optional(),
  action: CodeField.optional(),
  actorId: TextField.max(200).optional(),
  max: z.coerce.number().int().min(1).max(1000).default(100),
  before: z.coerce.number().int().min(1).optional(),
  ...CSV_FIELDS,
});

/** One accepted change, with names for people to read. */
const AuditEvent = z.object({
  sequence: z.number(),
  created: InstantField,
  actor: ActorField,
  action: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  /** The organization that it is about, or null if it is about none, or about a person whose scope is in the entry. */
  organizationId: z.string().nullable(),
  /** The level that acted, if it is above that of the person or token that the entry is about. */
  fromAbove: z.enum(LEVELS).optional(),
  before: z.unknown(),
  after: z.unknown(),
  hash: z.string(),
});
/** `names`: the names of partners, organizations and users, and the versions of releases, by the ids in the items. */
export const AuditList = z.object({
  items: z.array(AuditEvent),
  names: z.record(z.string(), z.string()),
});
