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
import { NewerInstallations, NextField } from "./foresight.ts";

/** The body of a PUT of an organization's settings, or `{"schedule": "inherit"}` for its DELETE. */
export const OrganizationPreviewBody = z
  .strictObject({
    schedule: ScheduleOrInheritField.optional(),
    allowCustomerOverride: z.boolean().optional(),
  })
  .refine(
    ({ schedule, allowCustomerOverride }) => schedule !== "inherit" || allowCustomerOverride === undefined,
    {
      path: ["allowCustomerOverride"],
      message: "inherit cannot be combined with another change; send it alone",
    },
  );

const Count = z.number().int();

/**
 * Installations of organizations, by the effect of the change: offered another version at once; otherwise held with
 * their organization (R15); otherwise unchanged. Those of users who run ahead (R11) are unchanged.
 */
const Installations = z.object({ total: Count, moved: Count, held: Count, unchanged: Count });

/** Organizations that the change affects in the same way. */
const PreviewGroup = z.object({
  reach: z.enum(REACHES),
  movement: z.enum(MOVEMENTS),
  from: ScheduleField,
  to: ScheduleField,
  /** R15: they stay on what they run until the next release of the slower cadence. */
  held: z.boolean(),
  conflict: z.enum(["appears", "ends"]).optional(),
  organizations: Count,
  /** R11: users with the switch on; they are on automatic whatever the organization does. */
  users: Count,
  installations: Installations,
  /**
   * R56: what comes next if nothing is changed, and if this is; for the installations that follow the schedule, not those of
   * users on automatic upgrades.
   */
  next: z.object({ before: NextField.optional(), after: NextField.optional() }),
  /** How many installations follow the schedule, and how many of them run newer than it has reached once this is saved. */
  following: z.object({ total: Count, newer: NewerInstallations }),
  /** The first of them that the caller may see, at most 100. */
  first: z.array(z.object({ id: IdField, name: z.string() })),
  truncated: z.boolean(),
});

/** The effect of a change that was not made. Each organization is in one group. */
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
  installations: Installations,
  conflicts: z.object({ appear: Count, end: Count }),
  /**
   * R30: the organizations in which a version expires before its successor comes by the new schedule, and those versions;
   * nextAt is left out if none comes. Left out if there are none.
   */
  expiresBeforeNext: z
    .object({
      organizations: Count,
      versions: z.array(
        z.object({ version: VersionField, expiresAt: InstantField, nextAt: InstantField.optional() }),
      ),
    })
    .optional(),
  /** R30: the fewest days between a successor and the end of life that it comes before, if no version expires too early. */
  daysToSpare: Count.optional(),
  groups: z.array(PreviewGroup),
});
export type PreviewAnswer = z.output<typeof PreviewAnswer>;

/** The most organizations of one bulk change. */
const MAX_BULK = 10_000;
const ONCE = "an organization can be named once";

const Assignment = z.strictObject({
  organizationIds: z.array(IdField).min(1).max(MAX_BULK).refine(isEachOnce, ONCE),
  schedule: ScheduleOrInheritField,
});

/** One schedule for many; `also` gives others another one in the same change. Each organization is named once. */
export const BulkSettingsBody = Assignment.extend({
  also: z.array(Assignment).max(20).optional(),
  /** Refused with `changed_meanwhile` if one of them no longer has this. */
  expected: ScheduleOrInheritField.optional(),
})
  .refine(({ also, organizationIds }) => isEachOnce(allIds(organizationIds, also)), ONCE)
  .refine(({ also, organizationIds }) => allIds(organizationIds, also).length <= MAX_BULK, {
    message: `name at most ${MAX_BULK} organizations in one change`,
  });

export const BulkSettingsQuery = z.strictObject({ dryRun: SwitchField.optional() });

/**
 * How many settings the bulk change changed, or would change; `preview` in a dry run. `reversible`: one more call by
 * the same caller gives each what it had; `undo` is its body, once the change is made.
 */
export const BulkSettingsAnswer = z.object({
  dryRun: z.boolean(),
  changed: Count,
  unchanged: Count,
  reversible: z.boolean(),
  undo: Assignment.extend({ also: z.array(Assignment), expected: ScheduleOrInheritField }).optional(),
  preview: PreviewAnswer.optional(),
});

function isEachOnce(ids: readonly string[]): boolean {
  return new Set(ids).size === ids.length;
}

function allIds(
  ids: readonly string[],
  also: readonly { readonly organizationIds: readonly string[] }[] = [],
): readonly string[] {
  return [...ids, ...also.flatMap(({ organizationIds }) => organizationIds)];
}
