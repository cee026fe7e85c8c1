import { z } from "zod";
import { MOVEMENTS, REACHES } from "../policy/outcome.ts";
import {
  IdField,
  InstantField,
  ScheduleField,
  ScheduleOrInheritField,
  SwitchField,
  VersionField,
} from "./fields.ts";

/** What a PUT of an organization's settings takes, or `{"schedule": "inherit"}` for its DELETE. */
export const OrganizationPreviewBody = z
  .strictObject({
    schedule: ScheduleOrInheritField.optional(),
    allowCustomerOverride: z.boolean().optional(),
  })
  .refine(
    ({ schedule, allowCustomerOverride }) => schedule !== "inherit" || allowCustomerOverride === undefined,
    { path: ["allowCustomerOverride"], message: "inherit stands alone; allowed beside it is nothing" },
  );

const Next = z.object({ version: VersionField, at: InstantField });
const Count = z.number().int();

/** Those that a change would take the same way. Installations are not in it: nothing counts them yet. */
const PreviewGroup = z.object({
  reach: z.enum(REACHES),
  movement: z.enum(MOVEMENTS),
  from: ScheduleField,
  to: ScheduleField,
  /** R15: they stay on what they run until the next release of the slower cadence. */
  held: z.boolean(),
  conflict: z.enum(["appears", "ends"]).optional(),
  organizations: Count,
  /** R11: users with the switch on; they stand on automatic whatever the organization does. */
  users: Count,
  /** What comes next if nothing is changed, and if this is. */
  next: z.object({ before: Next.optional(), after: Next.optional() }),
  /** The first of them that the caller may see, at most 100. */
  first: z.array(z.object({ id: IdField, name: z.string() })),
  truncated: z.boolean(),
});

/** What a change that was not made would do. Each organization is in one group. */
export const PreviewAnswer = z.object({
  at: InstantField,
  organizations: z.object({
    total: Count,
    held: Count,
    faster: Count,
    otherWeeks: Count,
    unchanged: Count,
    outOfReach: Count,
  }),
  conflicts: z.object({ appear: Count, end: Count }),
  groups: z.array(PreviewGroup),
});
export type PreviewAnswer = z.output<typeof PreviewAnswer>;

/** The most organizations that one bulk change takes. */
const MAX_BULK = 10_000;

export const BulkSettingsBody = z.strictObject({
  organizationIds: z
    .array(IdField)
    .min(1)
    .max(MAX_BULK)
    .refine((ids) => new Set(ids).size === ids.length, "an organization can be named once"),
  schedule: ScheduleOrInheritField,
});
export const BulkSettingsQuery = z.strictObject({ dryRun: SwitchField.optional() });

/** How many settings the bulk change changed, or would; `preview` in a dry run. */
export const BulkSettingsAnswer = z.object({
  dryRun: z.boolean(),
  changed: Count,
  unchanged: Count,
  preview: PreviewAnswer.optional(),
});
