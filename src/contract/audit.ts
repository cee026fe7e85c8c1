import { z } from "zod";
import { LEVELS } from "../tenancy/actor.ts";
import { CSV_FIELDS } from "./csv-query.ts";
import { ActorField, IdField, InstantField, TextField } from "./fields.ts";
import { PreviewAnswer } from "./preview.ts";
import { ReleasePreviewAnswer } from "./release-outlook.ts";

/** A word of the ledger, such as partner_settings. */
const CodeField = z
  .string()
  .max(60)
  .regex(/^[a-z_]+$/, "use lower-case letters and _ only");

const Sequence = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** How what was changed together is told: each entry with how many there were (counted), or one for all (folded). */
const TOGETHER = ["counted", "folded"] as const;

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
  /** Only what was changed together: the entries with this `change`. */
  change: Sequence.optional(),
  together: z.enum(TOGETHER).optional(),
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
  /** The sequence of the first entry of its change, the same for all that was changed together. */
  change: z.number(),
  /** With `together`: how many entries of its change the caller may read, and how many of them did the same as this one. */
  together: z.object({ entries: z.number().int(), alike: z.number().int() }).optional(),
  /** The sequence of the entry about the same record that this one undoes. */
  undoes: z.number().optional(),
  /** The entry that undoes this one, with when and by whom. */
  undoneBy: z.object({ sequence: z.number(), created: InstantField, actor: ActorField }).optional(),
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

export const UndoParams = z.object({ sequence: Sequence });

/** Why a change cannot be undone by the caller, for how many of its entries, and the later change that is in the way. */
const UndoReason = z.object({
  code: z.string(),
  message: z.string(),
  entries: z.number().int(),
  later: z.object({ sequence: z.number(), created: InstantField, actor: ActorField }).optional(),
});

/**
 * What undoing a change would do. `entries` are those of it that the caller may read: all of them are undone, or none.
 * `reasons` is empty if it is possible. `preview` is there if schedules change, `release` if one release does.
 */
export const UndoPreview = z.object({
  change: z.number(),
  entries: z.number().int(),
  possible: z.boolean(),
  reasons: z.array(UndoReason),
  preview: PreviewAnswer.optional(),
  release: ReleasePreviewAnswer.optional(),
});
export type UndoPreview = z.output<typeof UndoPreview>;

/** The entries that an undo made: the sequence of the first one, and how many. */
export const UndoAnswer = z.object({ sequence: z.number(), entries: z.number().int() });
