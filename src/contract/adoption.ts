import { z } from "zod";
import { ARCHITECTURES, PLATFORMS } from "../catalog/platform.ts";
import { UPDATERS } from "../catalog/updaters.ts";
import { BEHIND_CODES, CONDITIONS } from "../policy/behind.ts";
import {
  IdField,
  InstantField,
  OsVersionField,
  PageQuery,
  RunningVersionField,
  ScheduleField,
  SwitchField,
  TextField,
  VersionField,
  versionOr,
} from "./fields.ts";
import { NextField } from "./foresight.ts";
import { INSTALLATION_FILTERS, OTHER } from "./installation-filter.ts";
import { SupportAnswer } from "./verdict.ts";

const Count = z.number().int();

/** The most versions with a name in an answer; the installations of all others are one number. */
export const MOST_NAMED_VERSIONS = 50;

/** The same for each of its days. Fewer, because days multiply them: an answer is made in some milliseconds. */
export const MOST_NAMED_BY_DAY = 20;

/** The most days of an answer. */
export const MOST_DAYS = 400;

/** `from` and `to`: the days of the history, both included; the last 90 days by default, the last 400 at most. */
export const AdoptionQuery = z.strictObject({
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
  from: InstantField.optional(),
  to: InstantField.optional(),
});

/** A version as text, which costs less to write than {@link VersionField}. */
const VersionText = z.string().meta({ description: "Two to four numbers, such as 45.4.1.32313" });

/**
 * Counts by version, or null as the version if the installations told none. Named are versions of the calendar, those
 * with the most installations.
 */
const Versions = z.array(z.object({ version: VersionText.nullable(), installations: Count }));

export const AdoptionAnswer = z.object({
  at: InstantField,
  /** Installations, without those that something other than Sluice manages (R30): these are among the conditions alone. */
  total: Count,
  /** Installations that run what their verdict says they should, or newer. */
  current: Count,
  /** At most 50 with a name; the newest version first, and null last. */
  versions: Versions,
  /** Installations of all versions without a name, which may be made up. */
  otherVersions: Count,
  platforms: z.array(
    z.object({ platform: z.enum(PLATFORMS), arch: z.enum(ARCHITECTURES), installations: Count }),
  ),
  /**
   * By the protocol of the updater by which they asked last; null: by the check, or by a server that did not note it. Those
   * that something else manages are among them.
   */
  byUpdater: z.array(z.object({ updater: z.enum(UPDATERS).nullable(), installations: Count })),
  /** Installations that run less than the newest release that is out for their platform, by why. */
  behind: z.object({
    total: Count,
    reasons: z.array(z.object({ code: z.enum(BEHIND_CODES), installations: Count })),
  }),
  /**
   * R28 to R31: what else there is to say of some. `routed`: a step is offered to them; `stranded`: a floor is in their way;
   * `expired`: what they run is past its end of life; `runs_blocked`: they run a release that is blocked or withdrawn;
   * `managed`: something other than Sluice decides what they run.
   */
  conditions: z.array(z.object({ code: z.enum(CONDITIONS), installations: Count })),
  /**
   * Installations to which an update has been offered without a break for more than 14 days, which asked in the last 14, and
   * still run the older version; and how many organizations have one.
   */
  stuck: z.object({ installations: Count, organizations: Count }),
  /**
   * The versions in use at the end of each day, those that something else manages included, from the first day of which anything is known: at most 20 with a name,
   * the same on all days: the ten releases that came out last, then those with the most installations.
   */
  days: z.array(z.object({ day: z.string(), versions: Versions, otherVersions: Count })),
  /**
   * Null, or: in the last seven days new installations were not counted, because their organizations had too many. Some
   * of these may be made up.
   */
  suspicious: z
    .object({
      newInstallationsRefused: Count,
      /** When the first of them was refused. */
      since: InstantField,
      /** The organizations with the most of them, ten or fewer. */
      organizationIds: z.array(IdField),
    })
    .nullable(),
  /**
   * Null, or: checks of the last seven days that are not counted, because their organizations require an enrolment key and
   * they had none that counts.
   */
  unproven: z
    .object({
      checks: Count,
      /** The organizations with the most of them, ten or fewer. */
      organizationIds: z.array(IdField),
    })
    .nullable(),
});

/** Of all that one may see, of a partner's customers, or of one organization. */
export const ScheduleProgressQuery = AdoptionQuery.omit({ from: true, to: true });

/** A release, when a schedule gets it, and how many organizations get it then; without those that a hold keeps back. */
const ReachedRelease = z.object({
  releaseId: IdField,
  version: VersionField,
  at: InstantField,
  organizations: Count,
});

/** The schedules in use, the fastest first. */
export const ScheduleProgressList = z.object({
  at: InstantField,
  items: z.array(
    z.object({
      schedule: ScheduleField,
      /** Organizations that it governs. */
      organizations: Count,
      /** Their installations, without those that something other than Sluice manages (R30). */
      installations: Count,
      /** The newest release that has come to it, or null. */
      reached: ReachedRelease.nullable(),
      /** The next release that comes to it, if planned releases are published on their dates; null if none is known. */
      next: ReachedRelease.nullable(),
    }),
  ),
});

export const InstallationListQuery = PageQuery.extend({
  user: IdField.optional(),
  /** Only those that run this version, or `other`: versions without a name. */
  version: versionOr(OTHER).optional(),
  /** Only those whose id contains this. */
  q: TextField.max(200).optional(),
  /** Only the one with this id. */
  installation: TextField.max(200).optional(),
});

const InstallationAnswer = z.object({
  installation: z.string(),
  userId: IdField.nullable(),
  platform: z.enum(PLATFORMS),
  arch: z.enum(ARCHITECTURES),
  /** The protocol of the updater by which it asked last, or null if that was the check. */
  updater: z.enum(UPDATERS).nullable(),
  /** The version that it runs, or null if it told none. */
  version: RunningVersionField.nullable(),
  /** R32: the version of its operating system, or null if it told none. */
  osVersion: OsVersionField.nullable(),
  /** R30: whether something other than Sluice decides what it runs. */
  managed: z.boolean(),
  /** When it asked last; where nothing has changed since, it may have asked up to 20 hours later. */
  lastAskedAt: InstantField,
  /** The version that its last answer offered, or null if it offered none. */
  offered: VersionField.nullable(),
  /** What an update check would answer now. */
  action: z.enum(["update", "stay"]),
  next: NextField.optional(),
  /** The version that such a check would offer, or null if it would offer none. */
  offeredNow: VersionField.nullable(),
  /** Why it runs less than the newest release that is out, or null if it does not or is managed by something else. */
  behind: z.enum(BEHIND_CODES).nullable(),
  conditions: z.array(z.enum(CONDITIONS)),
  support: SupportAnswer,
});
export const InstallationList = z.object({ items: z.array(InstallationAnswer) });

/** Stands in a query for the check, which is no updater's protocol. */
export const CHECK = "check";

/**
 * A list of installations by the names of their organizations. Those that something other than Sluice manages (R30) are among
 * them only if `condition` is managed, or if `updater` is given. `count`: with the number on all pages together.
 */
export const InstallationSearchQuery = PageQuery.extend({
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
  ...INSTALLATION_FILTERS,
  /** Those that asked last by this protocol, or by the check. */
  updater: z.enum([...UPDATERS, CHECK]).optional(),
  count: SwitchField.optional(),
});

export const InstallationSearch = z.object({
  items: z.array(InstallationAnswer.extend({ organizationId: IdField, organizationName: z.string() })),
  /** The number on all pages together, as it is counted; only if `count` asks for it. It is left out where `updater` is given together with other limits. */
  total: Count.optional(),
});
