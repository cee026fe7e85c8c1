import { z } from "zod";
import { CRITICAL_SCOPES } from "../catalog/release.ts";
import { IdField, InstantField, PageQuery, ScheduleField, VersionField } from "./fields.ts";
import { ReleaseAnswer } from "./release.ts";

const Count = z.number().int();
/** Organizations, and users with the switch on (R11), who are on automatic whatever their organization does. */
const Reached = z.object({ organizations: Count, users: Count });
/** A version and the instant from which it may run. */
const Dated = z.object({ version: VersionField, at: InstantField });
const BeforeAndAfter = z.object({ before: Dated.optional(), after: Dated.optional() });
const Named = z.array(z.object({ id: IdField, name: z.string() }));

/** Organizations and users with the same standing, and the effect of the step on them. */
const ReleasePreviewGroup = z.object({
  schedule: ScheduleField,
  /** R15: whether they have a hold. */
  held: z.boolean(),
  ...Reached.shape,
  /** The newest version that they are offered; before and after are the same if nothing changes at once. */
  offered: BeforeAndAfter,
  /** The next release for them, if nothing else changes. */
  next: BeforeAndAfter,
});

/**
 * The effect of a step with a release. It assumes that each release has a build for every platform, and that rollouts
 * are complete.
 */
export const ReleasePreviewAnswer = z.object({
  at: InstantField,
  /** The number whose offered version changes at once. */
  atOnce: Reached,
  /** The number for which something changes: the offered version, or what comes next. */
  changed: Reached,
  unchanged: Reached,
  /** R19: the number that is offered this release now and no longer would be; installations that have it keep it. */
  noLongerOffered: Reached,
  /** R20: the number that would get it at once only because it is critical; with scope line, only installations of its line. */
  critical: Reached.extend({ scope: z.enum(CRITICAL_SCOPES) }).optional(),
  /** Only groups for which something changes, the largest first. */
  groups: z.array(ReleasePreviewGroup),
  /** The first 100 organizations for which something changes. */
  first: Named,
  truncated: z.boolean(),
});
export type ReleasePreviewAnswer = z.output<typeof ReleasePreviewAnswer>;

/** `from` and `to`: only releases with a date between them, both included. */
export const ReleaseDatesQuery = PageQuery.extend({
  partnerId: IdField.optional(),
  from: InstantField.optional(),
  to: InstantField.optional(),
});

/** A release, and when each schedule in use in the caller's subtree gets it, the soonest first. */
export const ReleaseDatesList = z.object({
  items: z.array(
    ReleaseAnswer.extend({
      dates: z.array(
        z.object({
          schedule: ScheduleField,
          at: InstantField,
          /** The number of organizations that get it then. */
          organizations: Count,
          /** R15: how many more on this schedule have a hold that keeps it back. */
          held: Count,
        }),
      ),
    }),
  ),
});
