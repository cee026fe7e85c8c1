import { z } from "zod";
import { CRITICAL_SCOPES } from "../catalog/release.ts";
import { IdField, InstantField, PageQuery, ScheduleField, VersionField } from "./fields.ts";
import { ReleaseAnswer } from "./release.ts";

const Count = z.number().int();
/**
 * Organizations; users with the switch on (R11), who are on automatic whatever their organization does; and installations,
 * which are counted by what they run now.
 */
const Reached = z.object({ organizations: Count, users: Count, installations: Count });
/** A version and the instant from which it may run. */
const Dated = z.object({ version: VersionField, at: InstantField });
const Exchange = z.object({ before: Dated.optional(), after: Dated.optional() });
const Named = z.array(z.object({ id: IdField, name: z.string() }));

/**
 * When the release of the step arrives: the first instant at which it is offered. Left out: never. The instant of the
 * preview (`at`): it is offered now.
 */
const Arrivals = z.object({ before: InstantField.optional(), after: InstantField.optional() });

/** For how many the release arrives at one instant before the step, and at the same or another one after it. */
const ArrivalCount = Reached.extend({ arrives: Arrivals });

/** How many organizations, and installations of theirs, something concerns before the step and after it. */
const Concerned = z.object({ organizations: Count, installations: Count });
const LimitCount = z.object({ before: Concerned, after: Concerned, truncated: z.boolean() });
const ConcernedOrganization = z.object({ id: IdField, name: z.string(), installations: Count });

/** Organizations and users on one schedule for whom the step does the same, and those of their installations that it changes something for. */
const ReleasePreviewGroup = z.object({
  schedule: ScheduleField,
  /** R15: whether a hold keeps the release back. */
  held: z.boolean(),
  ...Reached.shape,
  arrives: Arrivals,
  /** The newest version that they are offered, if the step changes it at once. */
  offered: Exchange.optional(),
  /** The next release for them, if the step changes it. */
  next: Exchange.optional(),
});

/**
 * The effect of a step with a release: the difference between what is offered to everybody, now and later, with and without
 * it, if planned releases are published on their dates and nothing else changes. Organizations are counted by their
 * schedules, as if there were a build for every platform, and by what their installations get otherwise. Installations count
 * if they run less than the release and can run a build of it; before it has any, those of every platform do. Of a rollout,
 * the first day counts.
 */
export const ReleasePreviewAnswer = z.object({
  at: InstantField,
  /** The number whose offered version changes at once. */
  atOnce: Reached,
  /** The number for which anything changes in what is offered to them, now or later; of installations: the arrival of this release. */
  changed: Reached,
  unchanged: Reached,
  /** The number that gets the release after the step, whenever that is. */
  getting: Reached,
  /** The number that would get it without the step, and does not get it with it. */
  losing: Reached,
  /** R19: the number that is offered this release now and no longer would be; installations that have it keep it. */
  noLongerOffered: Reached,
  /** R20: the number that would get it at once only because it is critical; with scope line, those with installations of its line. */
  critical: Reached.extend({ scope: z.enum(CRITICAL_SCOPES) }).optional(),
  /**
   * When it arrives before and after the step, also where the step changes nothing; the soonest first. An organization whose
   * installations get it at several instants is counted in each.
   */
  arrivals: z.array(ArrivalCount),
  /** Only groups for which something changes, the largest first. */
  groups: z.array(ReleasePreviewGroup),
  /** The first 100 organizations for which something changes. */
  first: Named,
  truncated: z.boolean(),
  /**
   * R28: installations that get a step on the way, once everything that is planned has come, with the first 100 organizations
   * after the step. Left out if there is no floor.
   */
  routed: LimitCount.extend({ first: z.array(ConcernedOrganization) }).optional(),
  /** R28: the same of installations that cannot cross a floor then. */
  stranded: LimitCount.extend({ first: z.array(ConcernedOrganization) }).optional(),
  /**
   * R30: where a version expires before its successor comes by the schedule: how many of the organization's installations,
   * which version that is first, and when the successor comes (left out: never). Left out if no release has an end of life.
   */
  expiresBeforeNext: LimitCount.extend({
    first: z.array(
      ConcernedOrganization.extend({
        version: VersionField,
        expiresAt: InstantField,
        nextAt: InstantField.optional(),
      }),
    ),
  }).optional(),
});
export type ReleasePreviewAnswer = z.output<typeof ReleasePreviewAnswer>;

/** `from` and `to`: only releases with a date between them, both included. */
export const ReleaseDatesQuery = PageQuery.extend({
  partnerId: IdField.optional(),
  from: InstantField.optional(),
  to: InstantField.optional(),
});

/**
 * A release, and when each schedule in use in the caller's subtree gets it, the soonest first; schedules under which a newer
 * release is offered by then never do.
 */
export const ReleaseDatesList = z.object({
  items: z.array(
    ReleaseAnswer.extend({
      /** R19: whether it is paused: nobody new gets it, and `dates` are those that it has if it is resumed now. */
      paused: z.boolean(),
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
